// @ts-check
/* What the hall hears: chime, Kazakh, a short rest, Russian; once more after twelve seconds.

   When calls wait for their words, the chime stands before the first of them alone and none is
   repeated: all are heard, in order, and sooner. */

import { pause } from "../common/page.js";

/**
 * @import { Call } from "./calls.js"
 * @typedef {{chime: boolean, repeat: boolean}} Manner
 */

const CHIME_SECONDS = 0.8;
const REST_SECONDS = 0.3;
const REPEAT_AFTER_MS = 12_000;
const LEAD_SECONDS = 0.05; // sounds are set a little ahead, so that none is cut

/**
 * @param {object} options
 * @param {boolean} options.withChime whether two notes come first.
 * @param {string[]} options.voices languages, one after another.
 * @param {(call: Call) => boolean} options.isWanted whether the visitor has not come yet.
 * @param {(blocked: boolean) => void} options.onBlocked the browser wants a touch before it sounds.
 * @returns {{announce: (call: Call, manner: Manner) => Promise<unknown>}}
 */
export function makeAnnouncer({ withChime, voices, isWanted, onBlocked }) {
  if (!withChime && voices.length === 0) return { announce: () => Promise.resolve() };

  const context = new AudioContext();
  /** @type {Map<string, AudioBuffer>} */
  const kept = new Map();
  /** @type {{call: Call, chime: boolean, done: (value?: unknown) => void}[]} */
  const waiting = [];
  let busy = false;

  const tellBlocked = () => onBlocked(context.state !== "running");
  context.addEventListener("statechange", tellBlocked);
  for (const kind of ["pointerup", "keyup"]) {
    document.addEventListener(kind, () => context.resume().catch(() => {}));
  }
  // A browser that lets pages play needs a moment to say so.
  context.resume().catch(() => {});
  setTimeout(tellBlocked, 1500);

  /**
   * Speak a call now and once more later; resolves when it was spoken for the first time.
   *
   * @type {(call: Call, manner: Manner) => Promise<unknown>}
   */
  function announce(call, { chime, repeat }) {
    const again = () => setTimeout(() => !busy && say(call, true), REPEAT_AFTER_MS);
    return say(call, chime).then(() => repeat && again());
  }

  /** @type {(call: Call, chime: boolean) => Promise<unknown>} */
  function say(call, chime) {
    return new Promise((done) => {
      waiting.push({ call, chime, done });
      if (!busy) work();
    });
  }

  async function work() {
    busy = true;
    let chimed = false;
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { call, chime, done } = next;
      if (context.state === "running" && isWanted(call)) {
        await play(call, withChime && chime && !chimed);
        chimed = true;
      }
      done();
    }
    busy = false;
  }

  /** @type {(call: Call, withChime: boolean) => Promise<void>} */
  async function play(call, withChime) {
    const urls = voices.map((language) => `/board/voice/${language}/${call.number}/${call.window}.wav`);
    const [chime, ...spoken] = await Promise.all([
      withChime ? sound("/board/chime.wav") : null,
      ...urls.map(sound),
    ]);
    let at = context.currentTime + LEAD_SECONDS;
    if (chime) {
      start(chime, at);
      at += CHIME_SECONDS;
    }
    for (const words of spoken.filter((each) => each !== null)) {
      start(words, at);
      at += words.duration + REST_SECONDS;
    }
    await pause((at - context.currentTime) * 1000);
  }

  /** @type {(buffer: AudioBuffer, at: number) => void} */
  function start(buffer, at) {
    const source = context.createBufferSource();
    source.buffer = buffer;
    source.connect(context.destination);
    source.start(at);
  }

  /**
   * A decoded sound; null where the server has none: the board then stays silent.
   *
   * @type {(url: string) => Promise<AudioBuffer | null>}
   */
  async function sound(url) {
    const known = kept.get(url);
    if (known) return known;
    try {
      const response = await fetch(url);
      if (!response.ok) return null;
      const buffer = await context.decodeAudioData(await response.arrayBuffer());
      if (kept.size > 60) kept.clear();
      kept.set(url, buffer);
      return buffer;
    } catch {
      return null;
    }
  }

  return { announce };
}

// @ts-check
/* Reads a screen aloud: asked for, repeatable, and stopped by the next touch. */

import { findAll } from "../common/page.js";

const LONGEST_SENTENCE = 450; // the server has 600, and says some numbers in many words

/**
 * @import { Part } from "../common/words.js"
 * @typedef {(part: Part) => Promise<ArrayBuffer | null>} FetchSound null where there is no voice
 */

/** @param {{fetchSound: FetchSound, onChange: (speaking: boolean) => void}} options */
export function makeVoice({ fetchSound, onChange }) {
  /** @type {AudioContext | null} */
  let context = null;
  /** @type {AudioBufferSourceNode | null} */
  let playing = null;
  let turn = 0;
  let speaking = false;

  /** @param {boolean} now */
  function tell(now) {
    speaking = now;
    onChange(now);
  }

  function stop() {
    turn += 1;
    playing?.stop();
    playing = null;
    tell(false);
  }

  /** Speak one after another. @param {Part[]} parts */
  async function speak(parts) {
    stop();
    const mine = turn;
    tell(true);
    context ??= new AudioContext();
    await context.resume();
    try {
      for (const part of parts.flatMap(shortened)) {
        const sound = await fetchSound(part);
        if (mine !== turn || !sound) break;
        await play(context, await context.decodeAudioData(sound));
        if (mine !== turn) return;
      }
    } catch {
      // A voice that fails leaves the screen readable: nothing to tell the visitor.
    }
    if (mine === turn) tell(false);
  }

  /** @type {(context: AudioContext, buffer: AudioBuffer) => Promise<unknown>} */
  function play(context, buffer) {
    return new Promise((done) => {
      const source = context.createBufferSource();
      source.buffer = buffer;
      source.connect(context.destination);
      source.onended = done;
      source.start();
      playing = source;
    });
  }

  return { speak, stop, speaking: () => speaking };
}

/**
 * Long texts are cut between sentences: the server speaks so many letters at once.
 *
 * @param {Part} part
 */
function shortened({ language, text }) {
  let piece = "";
  const pieces = [];
  for (const sentence of text.match(/[^.!?]+[.!?]*\s*/g) ?? []) {
    if (piece.length + sentence.length > LONGEST_SENTENCE) {
      pieces.push(piece);
      piece = "";
    }
    piece += sentence;
  }
  return [...pieces, piece].filter((each) => each.trim()).map((each) => ({ language, text: each }));
}

/**
 * What there is to hear on a screen, in one language.
 *
 * @type {(screen: Element, language: string) => string}
 */
export function spokenText(screen, language) {
  /** @type {string[]} */
  const said = [];
  let choice = 0;
  const marks = "h1, h2, .screen__label, .screen__service, .screen__advice, .screen__opens, " +
    ".paper__label, .paper__number, .answer__number, [data-spoken], .step p, .advice li, .facts > div, button";
  for (const element of findAll(marks, screen)) {
    if (!element.checkVisibility() || element.closest(":disabled, [data-unspoken]")) continue;
    const text = wordsIn(element, language);
    if (!text) continue;
    const numbered = element.matches(".tile, .choice");
    choice += numbered ? 1 : 0;
    said.push(numbered ? `${choice}: ${text}` : text);
  }
  return said.map((text) => (/[.!?]$/.test(text) ? text : `${text}.`)).join(" ");
}

/** @type {(element: Element, language: string) => string} */
function wordsIn(element, language) {
  const spans = findAll("span.words", element).filter((span) => !span.closest("[hidden]"));
  if (spans.length === 0) return element.textContent?.trim() ?? "";
  const mine = spans.filter((span) => span.lang === language || !twin(span, language));
  const texts = mine.map((span) => (span.textContent ?? "").trim().replaceAll("\u00ad", ""));
  return texts.join(", ").replaceAll(":,", ":");
}

/**
 * Whether the same text stands beside it in the language asked for.
 *
 * @type {(span: Element, language: string) => boolean}
 */
function twin(span, language) {
  return span.parentElement?.querySelector(`:scope > [lang="${language}"]`) != null;
}

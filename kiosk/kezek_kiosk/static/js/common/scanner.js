// @ts-check
/* A scanner that types like a keyboard: its keys are one code, and none of them is a command. */

import { signOf } from "./key_place.js";

export const GAP_MS = 100; // a hand rests longer between two keys; a scanner takes 1 to 80 ms a key
const LEAST_KEYS = 6; // of a code, with an end after them
const LEAST_WITHOUT_END = 9;
const LEAST_BURST = 2;
const ENDS = new Set(["Enter", "NumpadEnter", "Tab"]);
const MODIFIERS = new Set(["Shift", "Control", "Alt", "AltGraph", "Meta", "CapsLock"]);

/**
 * Tell a scanner's burst of keys from a person's.
 *
 * @param {object} options
 * @param {(code: string, at: number) => void} [options.onCode] told what was scanned, and when it
 *   began by `event.timeStamp`.
 * @param {() => boolean} [options.typing] whether digits are typed now, by a hand that may be quick.
 * @returns {{hold: (act: () => void) => void}} `hold` runs what a person's key does, as soon as it
 *   is known that no other key came with it.
 */
export function watchWedge({ onCode = () => {}, typing = () => false } = {}) {
  /** @type {string[]} */
  let burst = [];
  /** @type {(() => void)[]} */
  let held = [];
  let beganAt = 0;
  let lastAt = -Infinity;
  /** @type {number | undefined} */
  let timer;
  let deaf = false; // the last keys of a scan may be released after its end
  /** @type {string | null} */
  let swallowed = null; // the key whose release still belongs to the scan

  function forget() {
    clearTimeout(timer);
    burst = [];
    held = [];
  }

  function settle() {
    const [signs, acts] = [burst, held];
    forget();
    if (signs.length >= LEAST_WITHOUT_END && signs.every(writes)) onCode(signs.join(""), beganAt);
    else if (signs.length < LEAST_BURST || typing()) for (const act of acts) act();
    else if (new Set(signs).size === 1) acts[0]?.(); // a worn key that bounces
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(settle, GAP_MS);
  }

  /** @param {KeyboardEvent} event */
  function end(event) {
    const code = burst.join("");
    if (code.length < LEAST_KEYS && typing()) {
      settle();
      return;
    }
    swallow(event);
    swallowed = event.code;
    forget();
    deaf = true;
    setTimeout(() => { deaf = false; }, GAP_MS);
    if (code.length >= LEAST_KEYS) onCode(code, beganAt);
  }

  /** @param {KeyboardEvent} event */
  function pressed(event) {
    if (isElsewhere(event)) return;
    const quick = event.timeStamp - lastAt <= GAP_MS;
    if (ENDS.has(event.code) && quick && burst.filter(writes).length >= LEAST_BURST) {
      end(event);
      return;
    }
    if (!quick) settle();
    // A space in the middle of a code would press the button that has the focus.
    else if (event.code === "Space" && burst.some(writes)) event.preventDefault();
    if (burst.length === 0) beganAt = event.timeStamp;
    burst.push(signOf(event) ?? SILENT);
    lastAt = event.timeStamp;
    later();
  }

  /** @param {KeyboardEvent} event */
  function released(event) {
    if (swallowed !== event.code) return;
    swallow(event);
    swallowed = null;
  }

  window.addEventListener("keydown", pressed, { capture: true });
  window.addEventListener("keyup", released, { capture: true });
  return {
    /** @param {() => void} act */
    hold(act) {
      if (deaf) return;
      held.push(act);
      later();
    },
  };
}

const SILENT = ""; // a key that writes nothing: an arrow, F2
/** @param {string} sign */
const writes = (sign) => sign !== SILENT;

/** @param {Event} event */
function swallow(event) {
  event.preventDefault(); // else the Enter of a scan would press the button that has the focus
  event.stopImmediatePropagation();
}

/** @param {KeyboardEvent} event */
const isElsewhere = (event) =>
  event.repeat || event.ctrlKey || event.altKey || event.metaKey || MODIFIERS.has(event.key) ||
  (event.target instanceof Element && event.target.matches("input, textarea, select"));

// @ts-check
/* A touch never outlives its screen: what has just come under the finger does not act yet. */

import { findAll } from "./page.js";

const SETTLE_MS = 400; // EN 301 549, 5.8: a second strike so soon was meant for what was there
const MOVED_PX = 8; // a button that stands a hair elsewhere is still the same place
const QUESTIONS = "h1, h2, [data-page-place]"; // what a screen asks, and which page of it is shown

/**
 * Watch a page for changes of what may be pressed: another question, a button that came, went,
 * moved or now means something else. Nobody has to say that a screen changed, so none is forgotten.
 *
 * @param {HTMLElement} [root] the page; carries `data-settling` while nothing acts.
 * @returns {{settling: (at?: number) => boolean}} whether a press of that time (by
 *   `performance.now()`, as in `event.timeStamp`) came too soon.
 */
export function watchScreen(root = document.body) {
  let seen = sightOf(root);
  let changedAt = -Infinity;
  /** @type {number | undefined} */
  let calm;

  function look() {
    const now = sightOf(root);
    if (isSame(seen, now)) return;
    seen = now;
    changedAt = performance.now();
    root.dataset.settling = "";
    clearTimeout(calm);
    calm = setTimeout(() => delete root.dataset.settling, SETTLE_MS);
  }

  new MutationObserver(look).observe(root, {
    attributes: true,
    characterData: true,
    childList: true,
    subtree: true,
  });
  // By the time of the press, not of its handling: a busy machine may hear of it much later.
  return { settling: (at = performance.now()) => at - changedAt < SETTLE_MS };
}

/**
 * Act on release over the button where the press began, however the finger slid inside it; on
 * Enter and space, and on what an assistive device presses, as well.
 *
 * @param {object} options
 * @param {(button: HTMLElement) => void} options.act a button was pressed.
 * @param {(at: number) => boolean} options.settling from `watchScreen`.
 */
export function watchPresses({ act, settling }) {
  /** @type {Map<number, {button: HTMLButtonElement, at: number}>} */
  const held = new Map(); // pointer -> the button where its press began, and when

  document.addEventListener("pointerdown", (event) => {
    const button = buttonAt(event.target);
    if (button && event.button === 0) held.set(event.pointerId, { button, at: event.timeStamp });
  });
  document.addEventListener("pointercancel", (event) => held.delete(event.pointerId));
  document.addEventListener("pointerup", (event) => {
    const began = held.get(event.pointerId);
    held.delete(event.pointerId);
    // A finger that is down keeps the button it began on as its target: ask what lies under it.
    const under = buttonAt(document.elementFromPoint(event.clientX, event.clientY));
    if (began && began.button === under) press(began.button, began.at);
  });
  document.addEventListener("click", (event) => {
    if (settling(event.timeStamp)) event.preventDefault(); // else a form would still be sent
    const button = buttonAt(event.target);
    const byPointer = event instanceof PointerEvent && event.pointerType;
    if (button && !byPointer) press(button, event.timeStamp); // a key, or a helping device
  });

  // The moment when the press began counts: a screen that came since then is not the one meant.
  /** @type {(button: HTMLButtonElement, at: number) => void} */
  function press(button, at) {
    if (!button.disabled && !settling(at)) act(button);
  }
}

/** @param {EventTarget | null} element */
const buttonAt = (element) => (element instanceof Element ? element.closest("button") : null);

/** @param {Element} root */
function sightOf(root) {
  const questions = findAll(QUESTIONS, root).filter(isSeen);
  const buttons = findAll("button", root).filter(isSeen);
  return {
    asked: questions.map((one) => one.textContent).join("\n"),
    places: new Map(buttons.map((one) => [one, placeOf(one)])),
  };
}

/** @param {Element} element */
const isSeen = (element) => element.checkVisibility({ visibilityProperty: true });

/** @param {HTMLElement} button */
function placeOf(button) {
  const { left, top, right, bottom } = button.getBoundingClientRect();
  return { means: JSON.stringify(button.dataset), edges: [left, top, right, bottom] };
}

/** @type {(before: ReturnType<typeof sightOf>, now: ReturnType<typeof sightOf>) => boolean} */
function isSame(before, now) {
  return (
    before.asked === now.asked &&
    before.places.size === now.places.size &&
    [...now.places].every(([button, place]) => isSamePlace(before.places.get(button), place))
  );
}

/** @typedef {ReturnType<typeof placeOf>} Place */

/** @type {(before: Place | undefined, now: Place) => boolean} */
const isSamePlace = (before, now) =>
  before !== undefined &&
  before.means === now.means &&
  before.edges.every((edge, at) => Math.abs(edge - (now.edges[at] ?? NaN)) < MOVED_PX);

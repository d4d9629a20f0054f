// @ts-check
/* A keypad reaches everything: arrows move, Enter chooses, digits choose a tile or are typed,
   Escape goes back. */

import { digitOf } from "../common/key_place.js";
import { findAll, hit } from "../common/page.js";

/** @type {{[key: string]: [x: number, y: number]}} */
const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
const ON_RELEASE = /^(?:[\d+-]|Backspace|Escape|PageDown|PageUp)$/;
const LANGUAGE_KEYS = ["7", "8", "9"];

/**
 * @param {object} options
 * @param {() => Element} options.scope what may be reached now.
 * @param {(name: string, value?: string) => void} options.act gives a command.
 * @param {() => boolean} options.typing whether digits are typed now.
 * @param {(event: KeyboardEvent) => boolean} options.typed takes a key that is text for a field.
 * @param {(act: () => void) => void} options.hold runs what a key does once it is no scanner's.
 * @param {(at?: number) => boolean} options.settling whether the screen has just changed.
 */
export function watchKeys({ scope, act, typing, hold, typed, settling }) {
  document.addEventListener("keydown", (event) => {
    if (isElsewhere(event) || settling(event.timeStamp)) return;
    if (typed(event)) return;
    const arrow = ARROWS[event.key];
    if (arrow) {
      event.preventDefault();
      moveFocus(scope(), arrow);
    }
    const idle = !document.activeElement?.matches("button");
    if (event.key === "Enter" && typing() && idle) act("check");
  });

  // Digits and Escape act on release, like a finger.
  document.addEventListener("keyup", (event) => {
    if (isElsewhere(event) || settling(event.timeStamp)) return;
    if (typed(event)) return;
    const key = digitOf(event) ?? event.key;
    if (ON_RELEASE.test(key)) hold(() => settling() || release(key));
  });

  /** @param {string} key */
  function release(key) {
    if (typing() && /^\d$/.test(key)) act("digit", key);
    else if (typing() && key === "Backspace") act("erase", key);
    else if (key >= "1" && key <= "6") numbered(scope(), Number(key))?.click();
    else if (LANGUAGE_KEYS.includes(key)) chooseLanguage(LANGUAGE_KEYS.indexOf(key));
    else if (key === "0") act("speak");
    else if (key === "Escape" || key === "Backspace") act("back");
    else if (key === "PageDown" || key === "+") act("next-page");
    else if (key === "PageUp" || key === "-") act("previous-page");
  }
}

/** The first three languages have a key each, in the order of the page. @param {number} at */
function chooseLanguage(at) {
  /** @type {HTMLElement | undefined} */
  (findAll("[data-languages] [data-language]")[at])?.click();
}

/** @param {KeyboardEvent} event */
const isElsewhere = (event) =>
  hit(event, "input") !== null || event.ctrlKey || event.altKey || event.metaKey;

/** @param {Element} scope */
const buttons = (scope) =>
  findAll("button:not(:disabled)", scope).filter((one) =>
    one.checkVisibility({ visibilityProperty: true }),
  );

/** @type {(scope: Element, number: number) => HTMLElement | null} */
function numbered(scope, number) {
  /** @param {string} selector */
  const visible = (selector) => findAll(selector, scope).filter((one) => one.offsetParent !== null);
  const chosen = visible(".tile, .choice");
  const all = chosen.length ? chosen : visible(".kiosk-button--primary");
  const wanted = all[number - 1];
  return wanted && !wanted.matches(":disabled") ? wanted : null;
}

/**
 * The nearest button in a direction; from nowhere, the first one.
 *
 * @type {(scope: Element, way: [number, number]) => void}
 */
function moveFocus(scope, [x, y]) {
  const all = buttons(scope);
  const here = all.find((one) => one === document.activeElement);
  if (!here) {
    const first = all.find((one) => one.matches(".tile, .choice, .kiosk-button--primary"));
    (first ?? all[0])?.focus();
    return;
  }
  const from = centre(here);
  const ahead = all
    .filter((one) => one !== here)
    .map((one) => {
      const to = centre(one);
      const along = (to.x - from.x) * x + (to.y - from.y) * y;
      const across = Math.abs((to.x - from.x) * y) + Math.abs((to.y - from.y) * x);
      return { one, along, far: along + 2 * across };
    })
    .filter(({ along }) => along > 4)
    .sort((a, b) => a.far - b.far);
  ahead[0]?.one.focus();
}

/** @param {Element} element */
function centre(element) {
  const box = element.getBoundingClientRect();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

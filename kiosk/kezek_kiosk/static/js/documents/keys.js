// @ts-check
/* The keys of the panel: typed ahead of it, answering it, or a scanner's. */

import { digitOf } from "../common/key_place.js";
import { hit, maybe } from "../common/page.js";
import { isAsking } from "../staff/dialogs.js";
import { writes } from "./form.js";
import { Wedge } from "./scan.js";

/**
 * @import { Documents } from "./documents.js"
 * @import { Values } from "./form.js"
 */

const GUARD_MS = 700; // a second press of Enter, or a scanner's second line end, is no answer

export class PanelKeys {
  /** @param {Documents} documents */
  constructor(documents) {
    this.documents = documents;
    /** @type {string[] | null} digits typed while the panel is on its way. */
    this.ahead = null;
    this.shownAt = 0;
    /** @type {Values | null} how the form stood before the keys of what may be a code. */
    this.before = null;
    this.wedge = new Wedge({
      began: () => { this.before = documents.form?.snapshot() ?? null; },
      foreign: () => this.takeBack(),
      scanned: (number) => documents.scanned(number),
    });
    // Before whoever else listens: a receipt under the scanner is heard here first.
    window.addEventListener("keydown", (event) => this.#keydown(event), { capture: true });
  }

  /** The panel is on its way: a practised hand is faster than the network, its ticks wait. */
  wait() {
    this.ahead ??= [];
  }

  /** What is in the panel is new. Gives the digits that were typed ahead of it. */
  shown() {
    const digits = this.ahead ?? [];
    this.ahead = null;
    this.shownAt = performance.now();
    return digits;
  }

  /** Nothing of a code stays in the form. */
  takeBack() {
    if (this.before !== null) this.documents.form?.restore(this.before);
  }

  /**
   * Keys that are typed here are no commands of the page; F2 and its like always are.
   *
   * @param {KeyboardEvent} event
   */
  owns({ code, target }) {
    if (/^F\d+$/.test(code)) return false;
    return this.ahead !== null || writes(target) || this.documents.holds(target);
  }

  /** @param {KeyboardEvent} event */
  #keydown(event) {
    if (isAsking()) return;
    if (this.wedge.hear(event)) {
      stop(event);
    } else if (this.ahead !== null && this.owns(event)) {
      this.#typedAhead(event, this.ahead);
    } else if (this.documents.isOpen && event.key === "Escape") {
      stop(event);
      this.documents.back();
    } else if (this.documents.isOpen && event.key === "Enter") {
      this.#enter(event);
    }
  }

  /** @type {(event: KeyboardEvent, digits: string[]) => void} */
  #typedAhead(event, digits) {
    const digit = digitOf(event);
    if (digit !== null && !event.repeat) digits.push(digit);
    if (event.key === "Escape") this.documents.close();
    if (event.key !== "Tab") stop(event);
  }

  /** Enter answers the panel wherever the page's focus rests. @param {KeyboardEvent} event */
  #enter(event) {
    const tooSoon = performance.now() - this.shownAt < GUARD_MS;
    if (event.repeat || (tooSoon && hit(event, "[data-first]"))) {
      stop(event);
      return;
    }
    if (hit(event, "button, a, input:not([name=shown]), summary")) return;
    const first = maybe("[data-first]", this.documents.panel);
    if (first === null) return;
    stop(event);
    if (!tooSoon) first.click();
  }
}

/** @param {Event} event */
function stop(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

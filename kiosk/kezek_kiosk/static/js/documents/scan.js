// @ts-check
/* A scanner that types while the papers lie open: its keys tick nothing, its number is looked up. */

import { numberIn, signOf } from "../common/key_place.js";
import { GAP_MS } from "../common/scanner.js";
import { writes } from "./form.js";

const LEAST_KEYS = 6; // so many so fast are no hand's

export class Wedge {
  /**
   * @param {object} options
   * @param {() => void} options.began told when a code may have begun.
   * @param {() => void} options.foreign told once when keys that were taken for the form's turn out to
   *   be a code's.
   * @param {(number: string) => void} options.scanned
   */
  constructor({ began, foreign, scanned }) {
    this.began = began;
    this.foreign = foreign;
    this.scanned = scanned;
    this.signs = "";
    this.heardAt = -Infinity;
  }

  /**
   * True when the key belongs to a scan; nobody else may hear of it then.
   *
   * @param {KeyboardEvent} event
   */
  hear(event) {
    const late = event.timeStamp - this.heardAt > GAP_MS;
    if (late) this.signs = "";
    const sign = signOf(event);
    if (sign !== null) return this.#take(sign, event);
    if (event.key !== "Enter" || this.signs === "") return false;
    return this.#end(event);
  }

  /** @type {(sign: string, event: KeyboardEvent) => boolean} */
  #take(sign, event) {
    if (this.signs === "") this.began();
    this.signs += sign;
    this.heardAt = event.timeStamp;
    if (writes(event.target) || this.signs.length < LEAST_KEYS) return false;
    if (this.signs.length === LEAST_KEYS) this.foreign();
    return true;
  }

  /** @param {KeyboardEvent} event */
  #end(event) {
    const code = this.signs;
    this.signs = "";
    const number = numberIn(code);
    if (number !== null) this.scanned(number);
    return number !== null || (code.length >= LEAST_KEYS && !writes(event.target));
  }
}

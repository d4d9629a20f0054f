// A scanner that types while the papers lie open: its keys tick nothing, its number is looked up.

import { numberIn, signOf } from "./key_place.js";
import { GAP_MS } from "./scanner.js";

const LEAST_KEYS = 6; // so many so fast are no hand's

export class Wedge {
  // Args: began, told when a code may have begun; foreign, told once when keys that were taken for
  // the form's turn out to be a code's; scanned, told the number; writes, whether a target is text.
  constructor({ began, foreign, scanned, writes }) {
    Object.assign(this, { began, foreign, scanned, writes });
    this.signs = "";
    this.heardAt = -Infinity;
  }

  // True when the key belongs to a scan; nobody else may hear of it then.
  hear(event) {
    const late = event.timeStamp - this.heardAt > GAP_MS;
    if (late) this.signs = "";
    const sign = signOf(event);
    if (sign !== null) return this.#take(sign, event);
    if (event.key !== "Enter" || this.signs === "") return false;
    return this.#end(event);
  }

  #take(sign, event) {
    if (this.signs === "") this.began();
    this.signs += sign;
    this.heardAt = event.timeStamp;
    if (this.writes(event.target) || this.signs.length < LEAST_KEYS) return false;
    if (this.signs.length === LEAST_KEYS) this.foreign();
    return true;
  }

  #end(event) {
    const code = this.signs;
    this.signs = "";
    const number = numberIn(code);
    if (number !== null) this.scanned(number);
    return number !== null || (code.length >= LEAST_KEYS && !this.writes(event.target));
  }
}

// A scanner that types: nine digits faster than any hand, then Enter.

const GAP_MS = 80;
const DIGITS = 9;

export class Wedge {
  constructor({ began, scanned }) {
    this.began = began;
    this.scanned = scanned;
    this.digits = "";
    this.heardAt = -Infinity;
  }

  // True when the key ends a scan; nobody else may hear of it then.
  hear(event) {
    const late = event.timeStamp - this.heardAt > GAP_MS;
    if (/^\d$/.test(event.key)) {
      if (late || this.digits === "") this.#begin();
      this.digits += event.key;
      this.heardAt = event.timeStamp;
      return false;
    }
    const digits = this.digits;
    this.digits = "";
    if (event.key !== "Enter" || late || digits.length !== DIGITS) return false;
    this.scanned(digits);
    return true;
  }

  #begin() {
    this.digits = "";
    this.began();
  }
}

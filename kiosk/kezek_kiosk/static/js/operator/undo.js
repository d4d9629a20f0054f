// @ts-check
/* Ten seconds to take a no-show back. */

import { find } from "../common/page.js";

const UNDO_MS = 10_000;
const STEP_MS = 250;

export class UndoBar {
  /** @param {HTMLElement} bar */
  constructor(bar) {
    this.bar = bar;
    /** @type {string | null} */
    this.ticket = null;
    /** @type {number | undefined} */
    this.timer = undefined;
    this.until = 0;
  }

  /** @param {{id: string | null, number: string | undefined}} ticket */
  offer(ticket) {
    this.ticket = ticket.id;
    this.until = performance.now() + UNDO_MS;
    find("[data-number]", this.bar).textContent = ticket.number ?? "";
    this.bar.hidden = false;
    clearInterval(this.timer);
    this.timer = setInterval(() => this.#draw(), STEP_MS);
    this.#draw();
  }

  withdraw() {
    clearInterval(this.timer);
    this.ticket = null;
    this.bar.hidden = true;
  }

  #draw() {
    const left = this.until - performance.now();
    if (left <= 0) {
      this.withdraw();
      return;
    }
    find("[data-seconds-left]", this.bar).textContent = String(Math.ceil(left / 1000));
    find("progress", this.bar).setAttribute("value", String(left / UNDO_MS));
  }
}

// @ts-check
/* Who stands at the window now, as the server drew it last. */

import { find } from "../common/page.js";
import { ageMs } from "../staff/clocks.js";

const element = () => find("#now");

export const now = {
  /** @returns {string | null} */
  get ticket() {
    return element().dataset.ticket || null;
  },
  get number() {
    return element().dataset.number;
  },
  /** Of the ticket. */
  get state() {
    return element().dataset.state ?? "";
  },
  /** Of the window. */
  get status() {
    return element().dataset.status ?? "";
  },
  /** What may tell that somebody else stands there, or does something else. */
  get standing() {
    return [this.ticket, this.state, this.status].join();
  },
  /** @param {string} command */
  allows: (command) => (element().dataset.commands ?? "").split(" ").includes(command),
  /** @param {boolean} busy */
  setBusy: (busy) => element().setAttribute("aria-busy", String(busy)),
  /**
   * The server's own time, so a wrong clock on this computer holds nobody for a year.
   *
   * @param {number} minutes from now.
   */
  after: (minutes) => {
    const at = Date.parse(element().dataset.now ?? "") + ageMs(element());
    return new Date(at + minutes * 60_000).toISOString();
  },
};

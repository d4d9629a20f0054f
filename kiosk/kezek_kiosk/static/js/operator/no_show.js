// @ts-check
// When the visitor who was called may be marked as not come, and what is missing until then.

import { fill, find, write } from "../common/page.js";
import { ageMs } from "../staff/clocks.js";

/**
 * @typedef {{calls: number, call: number, seconds: number}} Left calls that are missing; seconds until
 *   the next one counts, and until the no-show is possible
 * @typedef {object} Words
 * @property {{later: string, call_later: string, call_now: string, call: string}} refused
 * @property {{later: string, now: string}} recall
 * @property {{later: string, call: string}} no_show
 */

const STEP_MS = 250;

export class NoShowWatch {
  /**
   * @param {HTMLElement} root
   * @param {object} options
   * @param {Words} options.words
   * @param {(came: boolean) => void} options.changed told when it becomes possible (`came`) and when no more.
   */
  constructor(root, { words, changed }) {
    this.root = root;
    this.words = words;
    this.changed = changed;
    /** @type {boolean | null} */
    this.enough = null;
  }

  start() {
    setInterval(() => this.draw(), STEP_MS);
    this.draw();
  }

  /** Seconds are rounded up: what is promised may come early, never late. @returns {Left | null} */
  get left() {
    const standing = find("#now");
    const { callsMissing, callIn, possibleIn } = standing.dataset;
    if (callsMissing === undefined) return null; // nobody is called
    const passed = ageMs(standing) / 1000;
    /** @param {string | undefined} seconds */
    const until = (seconds) => Math.max(0, Math.ceil(Number(seconds) - passed));
    return { calls: Number(callsMissing), call: until(callIn), seconds: until(possibleIn) };
  }

  get possible() {
    const left = this.left;
    return left !== null && left.calls === 0 && left.seconds === 0;
  }

  // Why "did not come" does nothing yet, and what to do first.
  get refusal() {
    const left = this.left;
    const said = this.words.refused;
    if (left === null) return "";
    if (left.calls === 0) return fill(said.later, left);
    if (left.call > 0) return fill(said.call_later, left);
    return left.seconds > 0 ? fill(said.call_now, left) : said.call;
  }

  draw() {
    const left = this.left;
    this.root.dataset.noShow = this.#word(left);
    write(find("#recall-hint"), this.#recallHint(left));
    write(find("#no_show-hint"), this.#noShowHint(left));
    this.#tellChange();
  }

  /** @param {Left | null} left */
  #word(left) {
    if (left === null) return "";
    if (this.possible) return "possible";
    return left.calls > 0 && left.call === 0 ? "call" : "wait";
  }

  /** @param {Left | null} left */
  #recallHint(left) {
    if (left === null || left.calls === 0) return "";
    return left.call > 0 ? fill(this.words.recall.later, { seconds: left.call }) : this.words.recall.now;
  }

  /** @param {Left | null} left */
  #noShowHint(left) {
    if (left === null || this.possible) return "";
    return left.seconds > 0 ? fill(this.words.no_show.later, left) : this.words.no_show.call;
  }

  #tellChange() {
    const before = this.enough;
    this.enough = this.possible;
    if (before !== this.enough) this.changed(before === false && this.enough);
  }
}

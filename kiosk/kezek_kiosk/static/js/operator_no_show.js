// When the visitor who was called may be marked as not come, and what is missing until then.

import { fill } from "./live.js";

const STEP_MS = 250;

export class NoShowWatch {
  constructor(root, { words, ready, now = () => performance.now() }) {
    this.root = root;
    this.words = words;
    this.ready = ready;
    this.now = now;
    this.enough = null;
  }

  start() {
    this.timer ??= setInterval(() => this.draw(), STEP_MS);
    this.draw();
  }

  // Seconds are rounded up: what is promised may come early, never late.
  get left() {
    const { callsMissing, callIn, possibleIn } = this.#standing.dataset;
    if (callsMissing === undefined) return null; // nobody is called
    const passed = (this.now() - (this.#standing.bornAt ?? this.now())) / 1000;
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
    if (left.calls === 0) return fill(said.later, left);
    if (left.call > 0) return fill(said.call_later, left);
    return left.seconds > 0 ? fill(said.call_now, left) : said.call;
  }

  draw() {
    const left = this.left;
    this.root.dataset.noShow = this.#word(left);
    write(document.getElementById("recall-hint"), this.#recallHint(left));
    write(document.getElementById("no_show-hint"), this.#noShowHint(left));
    this.#tellChange();
  }

  get #standing() {
    return document.getElementById("now");
  }

  #word(left) {
    if (left === null) return "";
    if (this.possible) return "possible";
    return left.calls > 0 && left.call === 0 ? "call" : "wait";
  }

  #recallHint(left) {
    if (left === null || left.calls === 0) return "";
    return left.call > 0 ? fill(this.words.recall.later, { seconds: left.call }) : this.words.recall.now;
  }

  #noShowHint(left) {
    if (left === null || this.possible) return "";
    return left.seconds > 0 ? fill(this.words.no_show.later, left) : this.words.no_show.call;
  }

  #tellChange() {
    const before = this.enough;
    this.enough = this.possible;
    if (before !== this.enough) this.ready(this.enough, before === false && this.enough);
  }
}

function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

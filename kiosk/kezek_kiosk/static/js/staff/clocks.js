// @ts-check
/* Clocks that tick between two answers of the server: never ahead of it, never rounded up. */

import { findAll, write } from "../common/page.js";

const SECOND_MS = 1000;

/**
 * @type {WeakMap<Element, number>} when the values in an element were true, by `performance.now()`.
 */
const bornAt = new WeakMap();

/** How long ago the values in an element were true, in ms. @param {Element} element */
export function ageMs(element) {
  const now = performance.now();
  const born = bornAt.get(element) ?? now;
  bornAt.set(element, born);
  return now - born;
}

/** Minutes and seconds of a span. @param {number} seconds */
function spanText(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const minutes = String(Math.floor(whole / 60)).padStart(2, "0");
  return `${minutes}:${String(whole % 60).padStart(2, "0")}`;
}

/**
 * Within up to and including the limit; near from the office's share of it.
 *
 * @type {(waitedSeconds: number, limitSeconds: number, nearPercent: number) => string}
 */
function limitLevel(waitedSeconds, limitSeconds, nearPercent) {
  if (waitedSeconds > limitSeconds) return "breached";
  return waitedSeconds * 100 >= limitSeconds * nearPercent ? "near" : "within";
}

export class Clocks {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
  }

  start() {
    this.adopt();
    setInterval(() => this.#tick(), SECOND_MS / 2);
  }

  /** Called after every swap of markup: the values in it are as old as now. */
  adopt(element = this.root) {
    const clocks = findAll("[data-seconds], [data-limit-seconds]", element);
    for (const each of [element, ...clocks]) bornAt.set(each, performance.now());
    this.#tick();
  }

  #tick() {
    for (const clock of findAll("[data-seconds]", this.root)) {
      write(clock, spanText(seconds(clock, clock.dataset.seconds)));
    }
    for (const limit of findAll("[data-limit-seconds]", this.root)) tickLimit(limit);
  }
}

/** @type {(element: HTMLElement, value: string | undefined) => number} */
const seconds = (element, value) =>
  Number(value) + (element.dataset.running === "1" ? ageMs(element) / SECOND_MS : 0);

/** @param {HTMLElement} limit */
function tickLimit(limit) {
  const { waited, nearPercent } = limit.dataset;
  const waitedSeconds = seconds(limit, waited);
  const limitSeconds = Number(limit.dataset.limitSeconds);
  const level = limitLevel(waitedSeconds, limitSeconds, Number(nearPercent));
  if (limit.dataset.level !== level) limit.dataset.level = level;
  // What is left is a promise and so is cut down; what is over is cut down as well.
  const left = spanText(Math.abs(limitSeconds - waitedSeconds));
  for (const each of findAll("[data-left]", limit)) write(each, left);
}

// Clocks that tick between two answers of the server: never ahead of it, never rounded up.

const SECOND_MS = 1000;

export function clockText(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const minutes = String(Math.floor(whole / 60)).padStart(2, "0");
  return `${minutes}:${String(whole % 60).padStart(2, "0")}`;
}

// Within up to and including the limit; near from the office's share of it.
export function limitLevel(waitedSeconds, limitSeconds, nearPercent) {
  if (waitedSeconds > limitSeconds) return "breached";
  return waitedSeconds * 100 >= limitSeconds * nearPercent ? "near" : "within";
}

// What is left is a promise and so is cut down; what is over is cut down as well.
export function leftText(waitedSeconds, limitSeconds) {
  return clockText(Math.abs(limitSeconds - waitedSeconds));
}

export class Clocks {
  constructor(root, { now = () => performance.now() } = {}) {
    this.root = root;
    this.now = now;
    this.timer = null;
  }

  start() {
    this.timer ??= setInterval(() => this.tick(), SECOND_MS / 2);
    this.tick();
  }

  // Called after every swap of markup: the values in it are as old as now.
  adopt(element = this.root) {
    element.bornAt = this.now();
    for (const clock of element.querySelectorAll("[data-seconds]")) clock.bornAt = this.now();
    for (const limit of element.querySelectorAll("[data-limit-seconds]")) limit.bornAt = this.now();
    this.tick();
  }

  tick() {
    for (const clock of this.root.querySelectorAll("[data-seconds]")) this.#tickClock(clock);
    for (const limit of this.root.querySelectorAll("[data-limit-seconds]")) this.#tickLimit(limit);
  }

  #seconds(element, value) {
    element.bornAt ??= this.now();
    const running = element.dataset.running === "1";
    return Number(value) + (running ? (this.now() - element.bornAt) / SECOND_MS : 0);
  }

  #tickClock(clock) {
    write(clock, clockText(this.#seconds(clock, clock.dataset.seconds)));
  }

  #tickLimit(limit) {
    const { limitSeconds, nearPercent, waited } = limit.dataset;
    const seconds = this.#seconds(limit, waited);
    const level = limitLevel(seconds, Number(limitSeconds), Number(nearPercent));
    if (limit.dataset.level !== level) limit.dataset.level = level;
    for (const left of limit.querySelectorAll("[data-left]")) {
      write(left, leftText(seconds, Number(limitSeconds)));
    }
  }
}

function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

// Ten seconds to take a no-show back.

const UNDO_MS = 10_000;
const STEP_MS = 250;

export class UndoBar {
  constructor(bar, { now = () => performance.now() } = {}) {
    this.bar = bar;
    this.now = now;
    this.ticket = null;
    this.timer = null;
  }

  offer(ticket) {
    this.ticket = ticket.id;
    this.until = this.now() + UNDO_MS;
    this.bar.querySelector("[data-number]").textContent = ticket.number;
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
    const left = this.until - this.now();
    if (left <= 0) return this.withdraw();
    this.bar.querySelector("[data-seconds-left]").textContent = String(Math.ceil(left / 1000));
    this.bar.querySelector("progress").value = left / UNDO_MS;
  }
}

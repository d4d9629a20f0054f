// The two questions a command may ask (which service, until when) and the settings of the keys.

import { digitOf } from "./key_place.js";
import { isFree, keyName } from "./operator_keys.js";

// Resolves with the value of the pressed choice, or null when the dialog was left.
// `hold` runs what a digit does once it is known to be a hand's.
export function choose(dialog, hold = (act) => act()) {
  return new Promise((resolve) => {
    let chosen = null;
    const press = (event) => {
      const choice = event.target.closest("[data-choice]");
      if (choice === null) return;
      chosen = choice.dataset.choice;
      dialog.close();
    };
    const digits = (event) => {
      const choice = dialog.querySelector(`[data-digit="${digitOf(event)}"]`);
      if (choice === null) return;
      event.preventDefault();
      hold(() => dialog.open && choice.click());
    };
    const left = () => {
      dialog.removeEventListener("click", press);
      dialog.removeEventListener("keydown", digits);
      resolve(chosen);
    };
    dialog.addEventListener("click", press);
    dialog.addEventListener("keydown", digits);
    dialog.addEventListener("close", left, { once: true });
    dialog.showModal();
    dialog.querySelector("[data-choice]")?.focus();
  });
}

export function bindClosers(root = document) {
  for (const button of root.querySelectorAll("dialog [data-close]")) {
    button.addEventListener("click", () => button.closest("dialog").close());
  }
}

export class KeySettings {
  constructor(dialog, keys, { words, changed }) {
    this.dialog = dialog;
    this.keys = keys;
    this.words = words;
    this.changed = changed;
    this.asking = null;
    dialog.addEventListener("click", (event) => this.#press(event));
    dialog.addEventListener("keydown", (event) => this.#keydown(event));
    dialog.addEventListener("close", () => this.#ask(null));
    this.#draw();
  }

  open() {
    this.#say("");
    this.dialog.showModal();
  }

  #press(event) {
    const row = event.target.closest("[data-key-of]");
    if (row !== null) this.#ask(row.dataset.keyOf);
    if (event.target.closest("[data-restore]") !== null) {
      this.keys.restore();
      this.#ask(null);
      this.#say(this.words.restored);
      this.#draw();
    }
  }

  #keydown(event) {
    if (this.asking === null || event.code === "Tab") return;
    event.preventDefault();
    event.stopPropagation();
    if (event.code === "Escape") return this.#ask(null);
    if (!isFree(event.code)) return this.#say(this.words.taken);
    const other = this.keys.assign(this.asking, event.code);
    this.#say(other === null ? this.words.kept : this.words.swapped);
    this.#ask(null);
    return this.#draw();
  }

  #ask(command) {
    this.asking = command;
    for (const row of this.dialog.querySelectorAll("[data-key-of]")) {
      const asked = row.dataset.keyOf === command;
      row.setAttribute("aria-pressed", String(asked));
      if (asked) this.#say(this.words.press);
    }
  }

  #say(sentence) {
    this.dialog.querySelector("[data-said]").textContent = sentence;
  }

  #draw() {
    for (const row of this.dialog.querySelectorAll("[data-key-of] kbd")) {
      row.textContent = keyName(this.keys.map[row.closest("[data-key-of]").dataset.keyOf]);
    }
    this.changed();
  }
}

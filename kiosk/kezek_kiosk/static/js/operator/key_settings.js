// @ts-check
/* The settings of the keys: a row is pressed, then the key it shall have. */

import { find, findAll, hit, write } from "../common/page.js";
import { isFree, keyName } from "./keys.js";

/**
 * @import { Keys } from "./keys.js"
 * @typedef {{restored: string, taken: string, kept: string, swapped: string, press: string}} Words
 */

export class KeySettings {
  /**
   * @param {HTMLDialogElement} dialog
   * @param {Keys} keys
   * @param {{words: Words, changed: () => void}} options
   */
  constructor(dialog, keys, { words, changed }) {
    this.dialog = dialog;
    this.keys = keys;
    this.words = words;
    this.changed = changed;
    /** @type {string | null} the command that waits for its key. */
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

  /** @param {Event} event */
  #press(event) {
    const row = hit(event, "[data-key-of]");
    if (row !== null) this.#ask(row.dataset.keyOf ?? null);
    if (hit(event, "[data-restore]") !== null) {
      this.keys.restore();
      this.#ask(null);
      this.#say(this.words.restored);
      this.#draw();
    }
  }

  /** @param {KeyboardEvent} event */
  #keydown(event) {
    if (this.asking === null || event.code === "Tab") return;
    event.preventDefault();
    event.stopPropagation();
    if (event.code === "Escape") {
      this.#ask(null);
    } else if (!isFree(event.code)) {
      this.#say(this.words.taken);
    } else {
      const other = this.keys.assign(this.asking, event.code);
      this.#say(other === null ? this.words.kept : this.words.swapped);
      this.#ask(null);
      this.#draw();
    }
  }

  /** @param {string | null} command */
  #ask(command) {
    this.asking = command;
    for (const row of this.#rows()) {
      const asked = row.dataset.keyOf === command;
      row.setAttribute("aria-pressed", String(asked));
      if (asked) this.#say(this.words.press);
    }
  }

  #rows() {
    return findAll("[data-key-of]", this.dialog);
  }

  /** @param {string} sentence */
  #say(sentence) {
    find("[data-said]", this.dialog).textContent = sentence;
  }

  #draw() {
    for (const row of this.#rows()) write(find("kbd", row), keyName(this.keys.of(row.dataset.keyOf)));
    this.changed();
  }
}

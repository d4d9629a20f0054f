// @ts-check
/* Questions of a page: a dialog with a few choices, closed by whoever wants none of them. */

import { digitOf } from "../common/key_place.js";
import { findAll, hit, maybe } from "../common/page.js";

/** Whether a question stands open: keys and clicks are its own then. */
export const isAsking = () => maybe("dialog:modal") !== null;

/**
 * Ask. Resolves with the value of the pressed choice, or null when the dialog was left.
 *
 * @param {HTMLDialogElement} dialog
 * @param {(act: () => void) => void} [hold] runs what a digit does once it is known to be a hand's.
 * @returns {Promise<string | null>}
 */
export function choose(dialog, hold = (act) => act()) {
  return new Promise((resolve) => {
    /** @type {string | null} */
    let chosen = null;
    /** @param {Event} event */
    const press = (event) => {
      const choice = hit(event, "[data-choice]");
      if (choice === null) return;
      chosen = choice.dataset.choice ?? "";
      dialog.close();
    };
    /** @param {KeyboardEvent} event */
    const digits = (event) => {
      const choice = maybe(`[data-digit="${digitOf(event)}"]`, dialog);
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
    maybe("[data-choice]", dialog)?.focus();
  });
}

/** Let the buttons of the page's dialogs that close them do so. */
export function bindClosers() {
  for (const button of findAll("dialog [data-close]")) {
    button.addEventListener("click", () => button.closest("dialog")?.close());
  }
}

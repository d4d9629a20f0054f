// @ts-check
/* Whoever stands behind a number: asked for by a press, gone again when nobody looks any more. */

import { elementOf, find } from "../common/page.js";
import { faultOf, fetchText } from "../common/server.js";

/** @import { Fault } from "../common/server.js" */

const SHOWN_MS = 120_000;

export class PersonOnDemand {
  /**
   * @param {object} options
   * @param {HTMLElement} options.button
   * @param {HTMLElement} options.target where the person is shown.
   * @param {string} options.address answers with a piece of markup that the server has escaped.
   * @param {{show: string, hide: string}} options.words of the button.
   * @param {(fault: Fault) => void} options.failed
   */
  constructor({ button, target, address, words, failed }) {
    this.button = button;
    this.target = target;
    this.address = address;
    this.words = words;
    this.failed = failed;
    /** @type {number | undefined} */
    this.timer = undefined;
    button.addEventListener("click", () => (target.hidden ? this.#ask() : this.hide()));
    // A page that is put away, or printed, shows nobody.
    window.addEventListener("pagehide", () => this.hide());
    window.addEventListener("beforeprint", () => this.hide());
  }

  async #ask() {
    this.button.toggleAttribute("disabled", true);
    try {
      this.#show(await fetchText(this.address));
    } catch (error) {
      this.failed(faultOf(error));
    } finally {
      this.button.toggleAttribute("disabled", false);
    }
  }

  hide() {
    clearTimeout(this.timer);
    this.target.hidden = true;
    this.target.replaceChildren();
    this.#word(this.words.show, false);
  }

  /** @param {string} markup */
  #show(markup) {
    this.target.replaceChildren(elementOf(markup) ?? "");
    this.target.hidden = false;
    this.#word(this.words.hide, true);
    this.timer = setTimeout(() => this.hide(), SHOWN_MS);
  }

  /** @type {(word: string, shown: boolean) => void} */
  #word(word, shown) {
    find("span", this.button).textContent = word;
    this.button.setAttribute("aria-expanded", String(shown));
  }
}

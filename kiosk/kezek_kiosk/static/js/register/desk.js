// @ts-check
/* A page of one number: a dialog for each command, pieces drawn anew, what came of it said once. */

import { find, hit, maybe } from "../common/page.js";
import { faultOf, postJson } from "../common/server.js";
import { isAsking } from "../staff/dialogs.js";
import { faultSentence, keepPieces, signInAgain, swapPieces, tell } from "../staff/pieces.js";
import { watchPresence } from "../staff/presence.js";

/**
 * @import { Fault } from "../common/server.js"
 * @import { FaultWords, Snapshot } from "../staff/pieces.js"
 * @typedef {{body: object, missing?: undefined} | {body?: undefined, missing: string}} Filled
 */

const SAID_MS = 12_000;
const BANDS = ["notice", "done"];

export class Desk {
  /**
   * @param {object} options
   * @param {HTMLElement} options.root
   * @param {string} options.api where the commands go.
   * @param {string} options.dialogs the id of the piece that holds them.
   * @param {FaultWords} options.words
   * @param {(form: HTMLFormElement) => Filled} options.read the body of a command, or the sentence that
   *   says what is missing.
   * @param {(command: string | undefined, answer: any) => string} options.done the sentence for what
   *   came of it.
   */
  constructor({ root, api, dialogs, words, read, done }) {
    this.api = api;
    this.dialogs = dialogs;
    this.words = words;
    this.read = read;
    this.done = done;
    /** @type {{id: string, sentence: string} | null} */
    this.said = null;
    /** @type {number | undefined} */
    this.timer = undefined;
    this.busy = false;
    root.addEventListener("click", (event) => this.#press(event));
    root.addEventListener("submit", (event) => {
      event.preventDefault();
      /** @type {HTMLFormElement | null} */
      const form = hit(event, "form");
      if (form !== null) this.#give(form);
    });
    watchPresence();
    this.live = keepPieces({
      address: root.dataset.pieces ?? "",
      show: (snapshot) => this.#show(snapshot),
      // The sign-in page would take along what is being written.
      onRefused: (fault) => isAsking() || signInAgain(fault),
    });
  }

  /**
   * A piece that is drawn anew has lost what was said in it, so it is said again.
   *
   * @type {(id: string, sentence: string) => void}
   */
  say(id, sentence) {
    this.said = { id, sentence };
    this.#draw();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.said = null;
      this.#draw();
    }, SAID_MS);
  }

  /** Whatever went wrong outside a dialog. @param {Fault} fault */
  failed(fault) {
    if (!signInAgain(fault)) this.say("notice", faultSentence(fault, this.words));
  }

  /** @param {Snapshot} snapshot */
  #show(snapshot) {
    const pieces = { ...snapshot.pieces };
    // A dialog that somebody writes in stays as it is: the server refuses what is out of date.
    if (isAsking()) delete pieces[this.dialogs];
    swapPieces(pieces, () => this.#draw());
  }

  #draw() {
    for (const id of BANDS) {
      const band = maybe(`#${id}`);
      if (band !== null) tell(band, this.said?.id === id ? this.said.sentence : "");
    }
  }

  /** @param {Event} event */
  #press(event) {
    const action = hit(event, "[data-action]")?.dataset.action;
    if (action !== undefined) this.#open(find(`#dialog-${action}`));
    hit(event, "[data-close]")?.closest("dialog")?.close();
  }

  /** @param {HTMLDialogElement} dialog */
  #open(dialog) {
    problem(find("form", dialog), "");
    dialog.showModal();
    maybe("textarea, input, [type=submit]", dialog)?.focus();
  }

  /** @param {HTMLFormElement} form */
  async #give(form) {
    if (this.busy) return;
    const { body, missing } = this.read(form);
    if (body === undefined) {
      problem(form, missing);
      maybe("textarea, input", form)?.focus();
      return;
    }
    this.busy = true;
    problem(form, "");
    try {
      const answer = await postJson(`${this.api}/${form.dataset.form}`, body);
      form.closest("dialog")?.close();
      this.say("done", this.done(form.dataset.form, answer));
    } catch (error) {
      const fault = faultOf(error);
      const nothingWritten = maybe("textarea", form) === null;
      if (nothingWritten && signInAgain(fault)) return;
      problem(form, faultSentence(fault, this.words));
    } finally {
      this.busy = false;
    }
    await this.live.refresh();
    if (!isAsking()) maybe(".state__actions .button")?.focus({ preventScroll: true });
  }
}

/** @type {(form: HTMLFormElement, sentence: string) => void} */
const problem = (form, sentence) => tell(find("[data-problem]", form), sentence);

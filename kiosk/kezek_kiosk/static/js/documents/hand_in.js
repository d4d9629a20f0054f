// @ts-check
/* A hand-in on its way: checked, sent once, and sent again as it was where no answer came. */

import { faultOf } from "../common/server.js";
import { command, signInLink } from "./post.js";

/**
 * @import { Fault } from "../common/server.js"
 * @import { HandInForm } from "./form.js"
 * @import { Answer } from "./result.js"
 * @import { Texts } from "./words.js"
 * @typedef {ReturnType<HandInForm["payload"]>} Payload
 */

export class HandIn {
  /**
   * @param {HandInForm} form
   * @param {object} options
   * @param {Texts} options.texts
   * @param {(fault: Fault) => string} options.sentence what to say of a fault.
   * @param {(answer: Answer, payload: Payload) => Promise<void>} options.taken
   */
  constructor(form, { texts, sentence, taken }) {
    this.form = form;
    this.texts = texts;
    this.sentence = sentence;
    this.taken = taken;
    this.busy = false;
    /** @type {Payload | null} what was sent without an answer. */
    this.unsure = null;
  }

  get dirty() {
    return this.unsure !== null || this.form.dirty;
  }

  /** Answer the question on the form: take the papers, or print the refusal. */
  async submit() {
    const { form } = this;
    if (this.busy) return;
    if (this.unsure !== null) return this.#send(this.unsure);
    if (form.view === "missing") {
      if (form.lacksForRefusal()) return;
    } else {
      form.say("");
      if (form.missing.length > 0) return form.show("missing");
      if (form.lacks()) return;
    }
    await this.#send(form.payload());
  }

  /** Go back to the papers; false where there is no way back within the form. */
  back() {
    if (this.form.view !== "missing" || this.unsure !== null) return false;
    this.form.show("list");
    return true;
  }

  /** @param {Payload} payload */
  async #send(payload) {
    this.busy = true;
    this.form.busy(true);
    this.form.say("");
    try {
      await this.taken(await command("/requests", payload), payload);
    } catch (error) {
      this.#notSent(faultOf(error), payload);
    } finally {
      this.busy = false;
      this.form.busy(false);
    }
  }

  /** @type {(fault: Fault, payload: Payload) => void} */
  #notSent(fault, payload) {
    const { isUnsure } = fault;
    this.unsure = isUnsure ? payload : null;
    this.form.lock(isUnsure);
    const sentence = isUnsure ? this.texts.unsure : this.sentence(fault);
    if (this.form.blame(isUnsure ? null : fault.problem, sentence)) return;
    this.form.say(sentence, signInLink(fault, this.texts.sign_in));
  }
}

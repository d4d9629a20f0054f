// @ts-check
/* Results that are collected: the request of a ticket, or of a receipt that is typed or scanned. */

import { writeByPlace } from "../common/key_place.js";
import { find, maybe } from "../common/page.js";
import { faultOf } from "../common/server.js";
import { tell } from "../staff/pieces.js";
import { command, piece, signInLink } from "./post.js";
import { shownIn } from "./shown.js";

/** @import { Fault } from "../common/server.js" */

export class PickUp {
  /**
   * @param {HTMLElement} panel where it stands.
   * @param {object} options
   * @param {(fault: Fault) => string} options.sentence what to say of a fault.
   * @param {() => void} options.shown told of a new card.
   * @param {string} options.signIn the word of the link to sign in.
   * @param {string} options.needed what to say while a paper of the collection is not ticked.
   */
  constructor(panel, { sentence, shown, signIn, needed }) {
    this.panel = panel;
    this.sentence = sentence;
    this.shown = shown;
    this.signIn = signIn;
    this.needed = needed;
    /** @type {HTMLInputElement} */
    this.field = find("#find-number");
    writeByPlace(this.field);
    this.turn = 0;
    this.busy = false;
  }

  /** @param {string} [number] the one that is typed when left out. */
  async find(number = this.field.value) {
    const turn = ++this.turn;
    this.#say("");
    try {
      const asked = new URLSearchParams({ number });
      const found = await piece(`${this.panel.dataset.source}/request?${asked}`);
      if (turn === this.turn) this.#show(found.markup);
    } catch (error) {
      if (turn === this.turn) this.#notFound(number, faultOf(error));
    }
  }

  /**
   * `expected` is the state on the card: a second press, or a second page, gives nothing out twice.
   *
   * @param {HTMLElement} button
   */
  async issue(button) {
    if (this.busy) return;
    const { documents, lacking } = shownIn(this.panel);
    if (lacking !== null) {
      this.#say(this.needed);
      lacking.focus();
      return;
    }
    this.busy = true;
    button.toggleAttribute("disabled", true);
    const { request, expected } = button.dataset;
    try {
      await command(`/requests/${request}/issue`, { expected_state: expected, documents });
      await this.find(request);
    } catch (error) {
      button.toggleAttribute("disabled", false);
      this.#fault(faultOf(error));
      button.focus();
    } finally {
      this.busy = false;
    }
  }

  /** @param {string} markup */
  #show(markup) {
    find("[data-found]", this.panel).innerHTML = markup;
    this.shown();
    this.field.value = "";
    const first = maybe("[name=shown]", this.panel) ?? maybe("[data-first]", this.panel);
    (first ?? this.field).focus();
  }

  /** @type {(number: string, fault: Fault) => void} */
  #notFound(number, fault) {
    find("[data-found]", this.panel).replaceChildren(); // another visitor's card is no answer
    this.#fault(fault);
    this.field.value = number;
    this.field.select();
  }

  /** @param {Fault} fault */
  #fault(fault) {
    this.#say(this.sentence(fault), signInLink(fault, this.signIn));
  }

  /** @type {(sentence: string, link?: Element | null) => void} */
  #say(sentence, link = null) {
    tell(find("[data-problem]", this.panel), sentence, link);
  }
}

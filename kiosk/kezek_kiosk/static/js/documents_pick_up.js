// Results that are collected: the request of a ticket, or of a receipt that is typed or scanned.

import { command, piece, signInLink } from "./documents_post.js";
import { shownIn } from "./documents_shown.js";
import { writeByPlace } from "./key_place.js";

export class PickUp {
  // Args: panel, where it stands; sentence, what to say of a fault; shown, told of a new card;
  // needed, what to say while a paper of the collection is not ticked.
  constructor(panel, { sentence, shown, signIn, needed }) {
    this.panel = panel;
    this.sentence = sentence;
    this.shown = shown;
    this.signIn = signIn;
    this.needed = needed;
    this.field = document.getElementById("find-number");
    writeByPlace(this.field);
    this.turn = 0;
    this.busy = false;
  }

  async find(number) {
    const turn = ++this.turn;
    this.#say("");
    try {
      const asked = new URLSearchParams({ number });
      const found = await piece(`${this.panel.dataset.source}/request?${asked}`);
      if (turn === this.turn) this.#show(found.markup);
    } catch (fault) {
      if (turn === this.turn) this.#notFound(number, fault);
    }
  }

  // `expected` is the state on the card: a second press, or a second page, gives nothing out twice.
  async issue(button) {
    if (this.busy) return;
    const { documents, lacking } = shownIn(this.panel);
    if (lacking !== null) {
      this.#say(this.needed);
      lacking.focus();
      return;
    }
    this.busy = true;
    button.disabled = true;
    const { request, expected } = button.dataset;
    try {
      await command(`/requests/${request}/issue`, { expected_state: expected, documents });
      await this.find(request);
    } catch (fault) {
      button.disabled = false;
      this.#say(this.sentence(fault), signInLink(fault, this.signIn));
      button.focus();
    } finally {
      this.busy = false;
    }
  }

  #show(markup) {
    this.panel.querySelector("[data-found]").innerHTML = markup;
    this.shown();
    this.field.value = "";
    (this.panel.querySelector("[name=shown]") ?? this.panel.querySelector("[data-first]") ?? this.field).focus();
  }

  #notFound(number, fault) {
    this.panel.querySelector("[data-found]").replaceChildren(); // another visitor's card is no answer
    this.#say(this.sentence(fault), signInLink(fault, this.signIn));
    this.field.value = number;
    this.field.select();
  }

  #say(sentence, link = null) {
    const notice = this.panel.querySelector("[data-problem]");
    notice.hidden = sentence === "";
    notice.querySelector("[data-said]").replaceChildren(sentence, ...(link ? [" ", link] : []));
  }
}

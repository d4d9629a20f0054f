// @ts-check
/* Documents at the window: the panel beside the ticket that takes papers and gives results out. It lies
   outside the pieces that are drawn anew, so no event can wipe what is typed in it. */

import { fill, find, hit, maybe, pageData } from "../common/page.js";
import { faultOf } from "../common/server.js";
import { choose } from "../staff/dialogs.js";
import { faultSentence, tell } from "../staff/pieces.js";
import { HandInForm } from "./form.js";
import { HandIn } from "./hand_in.js";
import { PanelKeys } from "./keys.js";
import { PickUp } from "./pick_up.js";
import { piece } from "./post.js";
import { followResult, printAgain, resultOf } from "./result.js";
import { asRead } from "./words.js";

/**
 * @import { Fault } from "../common/server.js"
 * @import { FaultWords } from "../staff/pieces.js"
 * @import { Data } from "./form.js"
 * @import { Payload } from "./hand_in.js"
 * @import { Answer, Result } from "./result.js"
 * @import { Texts } from "./words.js"
 * @typedef {{markup: string, data?: Data}} Piece what is shown: a form with its data, or a card
 */

const FIRST = ["[name=shown]", "[data-first]", "#find-number", "#documents-heading"];

export class Documents {
  /**
   * @param {object} options
   * @param {number} options.window
   * @param {FaultWords} options.words the page's own.
   * @param {() => string | null} options.ticket who is at the window.
   * @param {(open: boolean) => void} options.changed told when it opens or closes.
   */
  constructor({ window: number, words, ticket, changed }) {
    this.window = number;
    this.words = words;
    this.present = ticket;
    this.changed = changed;
    this.panel = find("#documents");
    /** @type {HTMLDialogElement} */
    this.leaveDialog = find("#documents-leave");
    /** @type {Texts} */
    this.texts = pageData("documents-texts");
    /** @type {HandIn | null} */
    this.handIn = null;
    /** @type {PickUp | null} */
    this.pickUp = null;
    /** @type {string | null} whose documents they are. */
    this.ticket = null;
    this.inspector = "";
    /** @type {Map<string | null, Result>} */
    this.results = new Map();
    this.dropped = false; // the operator gave up what is typed
    this.reprinting = false;
    this.turn = 0;
    this.again = () => {};
    this.keys = new PanelKeys(this);
    this.panel.addEventListener("input", () => { this.dropped = false; });
    this.panel.addEventListener("submit", (event) => this.#submit(event));
    this.panel.addEventListener("click", (event) => this.#click(event));
    window.addEventListener("beforeunload", (event) => {
      if (this.dirty) event.preventDefault();
    });
  }

  get isOpen() {
    return !this.panel.hidden;
  }

  get form() {
    return this.handIn?.form ?? null;
  }

  get busy() {
    return this.reprinting || (this.handIn?.busy ?? false);
  }

  /** Something is ticked or typed that was not sent yet. */
  get dirty() {
    return this.isOpen && !this.dropped && (this.handIn?.dirty ?? false);
  }

  get holdsFocus() {
    return this.holds(document.activeElement);
  }

  /** @param {EventTarget | null} target */
  holds(target) {
    return this.isOpen && target instanceof Node && this.panel.contains(target);
  }

  async open() {
    const ticket = this.present();
    const result = this.results.get(ticket);
    if (this.isOpen) this.#focus();
    else if (result !== undefined) this.#showResult(result, ticket);
    else await this.#fetch(ticket);
  }

  /** Whether what is typed may be dropped: asks when there is anything. */
  async mayLeave() {
    if (this.busy) return false;
    if (!this.dirty) return true;
    const number = find("[data-number]", this.panel).dataset.number ?? "";
    find("[data-number]", this.leaveDialog).textContent = number;
    this.dropped = (await choose(this.leaveDialog)) === "leave";
    if (!this.dropped) this.#focus();
    return this.dropped;
  }

  async back() {
    if (this.handIn?.back()) return;
    if (await this.mayLeave()) this.close();
  }

  close() {
    this.#reset();
    this.panel.hidden = true;
    this.panel.replaceChildren();
    this.changed(false);
  }

  /** The page was drawn anew: somebody else may be at the window by now. */
  follow() {
    if (!this.isOpen) return;
    const ticket = this.present();
    const elsewhere = ticket !== this.ticket;
    const tells = maybe("[data-request]", this.panel) !== null || this.handIn === null;
    const done = !this.dirty && !this.busy && (ticket !== null || !tells);
    if (elsewhere && done) {
      this.close();
      return;
    }
    const notice = maybe("[data-elsewhere]", this.panel);
    if (notice === null || notice.hidden === !elsewhere) return;
    const number = this.form?.form.dataset.number;
    tell(notice, elsewhere ? fill(this.texts.elsewhere, { number }) : "");
    if (this.holdsFocus) document.activeElement?.scrollIntoView({ block: "nearest" });
  }

  /** A receipt under the scanner is never taken for ticks of the form. @param {string} number */
  scanned(number) {
    if (this.busy) return;
    this.keys.takeBack();
    if (this.dirty) this.form?.say(fill(this.texts.scanned, { number: asRead(number) }));
    else if (this.pickUp !== null) this.pickUp.find(number);
    else if (this.present() !== null) this.#fetch(this.present(), "pick_up", number);
  }

  /**
   * @type {(ticket: string | null, kind?: string | null, number?: string | null) => Promise<void>}
   */
  async #fetch(ticket, kind = null, number = null) {
    const turn = ++this.turn;
    this.keys.wait();
    const asked = new URLSearchParams({ ticket: ticket ?? "", ...(kind === null ? {} : { kind }) });
    this.again = () => this.#fetch(ticket, kind, number);
    try {
      const fetched = await piece(`${this.panel.dataset.source}?${asked}`);
      if (turn !== this.turn) return;
      if (ticket !== this.present()) return this.close(); // somebody else by now
      this.#show(fetched, ticket);
      if (number !== null) await this.pickUp?.find(number);
    } catch (error) {
      if (turn === this.turn) this.#fault(faultOf(error), ticket);
    }
  }

  /** @type {(fault: Fault, ticket: string | null) => void} */
  #fault(fault, ticket) {
    this.#put(find("#documents-fault").innerHTML, ticket);
    find("[data-said]", this.panel).textContent = this.#sentence(fault);
    find("[data-documents=open]", this.panel).focus();
  }

  /** @type {(shown: Piece, ticket: string | null) => void} */
  #show({ markup, data }, ticket) {
    const ahead = this.#put(markup, ticket);
    /** @type {HTMLFormElement | null} */
    const form = maybe("#hand-in");
    if (form !== null && data) this.handIn = this.#handIn(form, data);
    if (maybe("#pick-up") !== null) {
      this.pickUp = new PickUp(this.panel, {
        sentence: (fault) => this.#sentence(fault),
        shown: () => this.keys.shown(),
        signIn: this.texts.sign_in,
        needed: this.texts.needed.shown ?? "",
      });
    }
    this.#focus();
    for (const digit of ahead) this.form?.papers.press(digit);
    if (this.pickUp !== null && ahead.length > 0) this.pickUp.field.value = ahead.join("");
  }

  /** @type {(form: HTMLFormElement, data: Data) => HandIn} */
  #handIn(form, data) {
    const { texts, window: number, inspector } = this;
    return new HandIn(new HandInForm(form, { data, texts, window: number, inspector }), {
      texts,
      sentence: (fault) => this.#sentence(fault),
      taken: (answer, payload) => this.#taken(answer, payload),
    });
  }

  /** @type {(result: Result, ticket: string | null) => void} */
  #showResult(result, ticket) {
    this.results.set(ticket, result);
    this.#show(result, ticket);
    const { turn } = this;
    followResult(this.panel, result, this.texts, () => turn === this.turn);
  }

  /**
   * Put markup in place of what is there. Gives the digits that were typed ahead of it.
   *
   * @type {(markup: string, ticket: string | null) => string[]}
   */
  #put(markup, ticket) {
    const ahead = this.#reset();
    this.dropped = false;
    this.ticket = ticket;
    this.panel.innerHTML = markup;
    this.panel.hidden = false;
    this.changed(true);
    return ahead;
  }

  #reset() {
    this.turn += 1;
    this.handIn = null;
    this.pickUp = null;
    return this.keys.shown();
  }

  #focus() {
    const first = FIRST.find((selector) => maybe(selector, this.panel) !== null);
    if (this.form !== null) this.form.focus();
    else if (first !== undefined) find(first, this.panel).focus();
  }

  /** @param {Event} event */
  #click(event) {
    const button = hit(event, "[data-documents]");
    if (button === null || button.matches(":disabled")) return;
    /** @type {{[name: string]: () => unknown}} */
    const acts = {
      close: async () => (await this.mayLeave()) && this.close(),
      back: () => this.form?.show("list"),
      open: () => this.again(),
      again: () => this.results.delete(this.ticket) && this.#turnTo("hand_in"),
      result: () => this.#turnTo("pick_up"),
      issue: () => this.pickUp?.issue(button),
      reprint: () => this.#reprint(),
    };
    acts[button.dataset.documents ?? ""]?.();
  }

  /** @param {string} kind */
  async #turnTo(kind) {
    if (await this.mayLeave()) await this.#fetch(this.ticket, kind);
  }

  /** @param {Event} event */
  #submit(event) {
    event.preventDefault();
    if (hit(event, "#find")) this.pickUp?.find();
    else this.handIn?.submit();
  }

  /** @type {(answer: Answer, payload: Payload) => Promise<void>} */
  async #taken(answer, payload) {
    const { ticket, texts } = this;
    this.inspector = payload.inspector ?? "";
    const result = await resultOf(this.panel.dataset.source ?? "", answer, ticket ?? "", texts);
    this.#showResult(result, ticket);
  }

  async #reprint() {
    const { ticket } = this;
    const result = this.results.get(ticket);
    if (this.busy || result === undefined) return;
    this.reprinting = true;
    try {
      this.#showResult(await printAgain(result), ticket);
    } catch (error) {
      find("[data-printing] [data-said]", this.panel).textContent = this.#sentence(faultOf(error));
    } finally {
      this.reprinting = false;
    }
  }

  /** @param {Fault} fault */
  #sentence(fault) {
    if (fault.status === 401) return this.texts.signed_out;
    return faultSentence(fault, { not_confirmed: this.texts.not_sent, refused: this.words.refused });
  }
}

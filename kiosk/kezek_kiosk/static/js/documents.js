// Documents at the window: the panel beside the ticket that takes papers and gives results out.
// It lies outside the pieces that are drawn anew, so no event can wipe what is typed in it.

import { HandInForm, writes } from "./documents_form.js";
import { PickUp } from "./documents_pick_up.js";
import { command, piece, signInLink } from "./documents_post.js";
import { followResult, resultOf } from "./documents_result.js";
import { Wedge } from "./documents_scan.js";
import { digitOf } from "./key_place.js";
import { choose } from "./operator_dialogs.js";
import { faultSentence } from "./operator_panel.js";
import { fill, pageData } from "./live.js";

const FIRST = ["[name=shown]", "[data-first]", "#find-number", "#documents-heading"];
const GUARD_MS = 700; // a second press of Enter, or a scanner's second line end, is no answer

export class Documents {
  // Args: root, the operator's page; present, who is at the window; changed, told when it opens
  // or closes; words, the page's own.
  constructor(root, { present, changed, words }) {
    this.panel = document.getElementById("documents");
    this.leaveDialog = document.getElementById("documents-leave");
    this.texts = pageData("documents-texts");
    this.window = Number(root.dataset.window);
    this.present = present;
    this.changed = changed;
    this.words = words;
    this.form = null;
    this.pickUp = null;
    this.ticket = null;
    this.inspector = "";
    this.results = new Map();
    this.unsure = null; // what was sent without an answer
    this.dropped = false; // the operator gave up what is typed
    this.ahead = null; // digits typed while the form is on its way
    this.busy = false;
    this.turn = 0;
    this.before = null; // how the form stood before the keys of what may be a code
    this.shownAt = 0;
    this.wedge = new Wedge({
      began: () => { this.before = this.form?.snapshot() ?? null; },
      foreign: () => { if (this.before !== null) this.form?.restore(this.before); },
      writes,
      scanned: (number) => this.#scanned(number),
    });
    this.panel.addEventListener("input", () => { this.dropped = false; });
    this.panel.addEventListener("submit", (event) => this.#submit(event));
    this.panel.addEventListener("click", (event) => this.#click(event));
    // Before whoever else listens: a receipt under the scanner is heard here first.
    window.addEventListener("keydown", (event) => this.#keydown(event), { capture: true });
    window.addEventListener("beforeunload", (event) => {
      if (this.dirty) event.preventDefault();
    });
  }

  get isOpen() {
    return !this.panel.hidden;
  }

  // Something is ticked or typed that was not sent yet.
  get dirty() {
    if (this.form === null || !this.isOpen || this.dropped) return false;
    return this.unsure !== null || this.form.dirty;
  }

  get holdsFocus() {
    return this.isOpen && this.panel.contains(document.activeElement);
  }

  // Keys that are typed here are no commands of the page; F2 and its like always are.
  owns(event) {
    if (/^F\d+$/.test(event.code)) return false;
    return this.ahead !== null || writes(event.target) || (this.isOpen && this.panel.contains(event.target));
  }

  async open(kind = null, number = null) {
    if (this.isOpen && kind === null) return this.#focus();
    const { ticket } = this.present();
    const shown = this.results.get(ticket);
    if (shown !== undefined && kind === null) return this.#show(shown, ticket);
    return this.#fetch(ticket, kind, number);
  }

  // Whether what is typed may be dropped: asks when there is anything.
  async mayLeave() {
    if (this.busy) return false;
    if (!this.dirty) return true;
    this.leaveDialog.querySelector("[data-number]").textContent = this.panel.querySelector("[data-number]").dataset.number;
    this.dropped = (await choose(this.leaveDialog)) === "leave";
    if (!this.dropped) this.#focus();
    return this.dropped;
  }

  async leave() {
    if (await this.mayLeave()) this.close();
  }

  close() {
    this.turn += 1;
    this.ahead = null;
    this.form = null;
    this.pickUp = null;
    this.unsure = null;
    this.panel.hidden = true;
    this.panel.replaceChildren();
    this.changed(false);
  }

  // The page was drawn anew: somebody else may be at the window by now.
  follow() {
    if (!this.isOpen) return;
    const { ticket } = this.present();
    const elsewhere = ticket !== this.ticket;
    const tells = this.panel.querySelector("[data-request]") !== null || this.form === null;
    const done = !this.dirty && !this.busy && (ticket !== null || !tells);
    if (elsewhere && done) return this.close();
    const notice = this.panel.querySelector("[data-elsewhere]");
    if (notice === null || notice.hidden === !elsewhere) return;
    notice.hidden = !elsewhere;
    const number = this.form.form.dataset.number;
    notice.querySelector("[data-said]").textContent = fill(this.texts.elsewhere, { number });
    if (this.holdsFocus) document.activeElement.scrollIntoView({ block: "nearest" });
  }

  async #fetch(ticket, kind, number = null) {
    const turn = ++this.turn;
    this.ahead ??= [];
    const asked = new URLSearchParams({ ticket: ticket ?? "", ...(kind === null ? {} : { kind }) });
    this.again = () => this.#fetch(ticket, kind, number);
    try {
      const fetched = await piece(`${this.panel.dataset.source}?${asked}`);
      if (turn !== this.turn) return;
      if (ticket !== this.present().ticket) return this.close(); // somebody else by now
      this.#show(fetched, ticket);
      if (number !== null) await this.pickUp?.find(number);
    } catch (fault) {
      if (turn === this.turn) this.#fault(fault, ticket);
    }
  }

  #fault(fault, ticket) {
    const markup = document.getElementById("documents-fault").innerHTML;
    this.#put(markup, ticket);
    this.panel.querySelector("[data-said]").textContent = this.#sentence(fault);
    this.panel.querySelector("[data-documents=open]").focus();
  }

  #show(shown, ticket) {
    const ahead = this.ahead ?? [];
    this.#put(shown.markup, ticket);
    const form = document.getElementById("hand-in");
    if (form !== null) {
      const { texts, window: number, inspector } = this;
      this.form = new HandInForm(form, { data: shown.data, texts, window: number, inspector });
    }
    if (document.getElementById("pick-up") !== null) {
      this.pickUp = new PickUp(this.panel, {
        sentence: (fault) => this.#sentence(fault),
        shown: () => { this.shownAt = performance.now(); },
        signIn: this.texts.sign_in,
        needed: this.texts.needed.shown,
      });
    }
    const { turn } = this;
    if (shown.jobs) followResult(this.panel, shown, this.texts, () => turn === this.turn);
    this.#focus();
    this.#catchUp(ahead.join(""));
  }

  #put(markup, ticket) {
    this.turn += 1;
    this.form = null;
    this.pickUp = null;
    this.unsure = null;
    this.dropped = false;
    this.ahead = null;
    this.ticket = ticket;
    this.shownAt = performance.now();
    this.panel.innerHTML = markup;
    this.panel.hidden = false;
    this.changed(true);
  }

  #focus() {
    if (this.form !== null) return this.form.focus();
    const found = FIRST.map((selector) => this.panel.querySelector(selector));
    return found.find((element) => element !== null)?.focus();
  }

  #keydown(event) {
    if (document.querySelector("dialog[open]") !== null) return;
    if (this.wedge.hear(event)) return stop(event);
    if (this.ahead !== null && this.owns(event)) return this.#typedAhead(event);
    if (!this.isOpen) return;
    if (event.key === "Escape") {
      stop(event);
      this.#back();
    }
    if (event.key === "Enter" && (event.repeat || this.#tooSoon(event))) stop(event);
    else if (event.key === "Enter" && !event.target.closest?.("button, a, input:not([name=shown]), summary")) this.#answer(event);
  }

  // Enter answers the panel wherever the page's focus rests.
  #answer(event) {
    const first = this.panel.querySelector("[data-first]");
    if (first === null) return;
    stop(event);
    if (performance.now() - this.shownAt >= GUARD_MS) first.click();
  }

  // A practised hand is faster than the network: its ticks wait for the form.
  #typedAhead(event) {
    const digit = digitOf(event);
    if (digit !== null && !event.repeat) this.ahead.push(digit);
    if (event.key === "Escape") this.close();
    if (event.key !== "Tab") stop(event);
  }

  #catchUp(digits) {
    for (const digit of this.form === null ? "" : digits) this.form.press(digit);
    const field = document.getElementById("find-number");
    if (field !== null && digits !== "") field.value = digits;
  }

  #tooSoon(event) {
    const answers = event.target.closest?.("[data-first]") ?? null;
    return answers !== null && performance.now() - this.shownAt < GUARD_MS;
  }

  #back() {
    if (this.form?.view === "missing" && this.unsure === null) return this.form.show("list");
    return this.leave();
  }

  #click(event) {
    const button = event.target.closest("[data-documents]");
    if (button === null || button.disabled) return;
    const acts = {
      close: () => this.leave(),
      back: () => this.form.show("list"),
      open: () => this.again(),
      again: () => { this.results.delete(this.ticket); this.#turnTo("hand_in"); },
      result: () => this.#turnTo("pick_up"),
      issue: () => this.pickUp.issue(button),
      reprint: () => this.#reprint(),
    };
    acts[button.dataset.documents]?.();
  }

  async #turnTo(kind) {
    if (await this.mayLeave()) await this.#fetch(this.ticket, kind);
  }

  #submit(event) {
    event.preventDefault();
    if (this.busy) return;
    if (event.target.id === "find") this.pickUp.find(event.target.elements.number.value);
    else if (this.form.view === "missing") this.#refuse();
    else this.#accept();
  }

  #accept() {
    if (this.unsure !== null) return this.#send(this.unsure);
    this.form.say("");
    if (this.form.missing().length > 0) return this.form.show("missing");
    if (this.form.lacks()) return undefined;
    return this.#send(this.form.payload());
  }

  #refuse() {
    if (this.unsure !== null) return this.#send(this.unsure);
    if (this.form.lacksForRefusal()) return undefined;
    return this.#send(this.form.payload());
  }

  async #send(payload) {
    const { form, ticket } = this;
    this.busy = true;
    form.busy(true);
    form.say("");
    try {
      const answer = await command("/requests", payload);
      this.inspector = payload.inspector ?? "";
      await this.#confirm(answer, ticket);
    } catch (fault) {
      this.#notSent(form, fault, payload);
    } finally {
      this.busy = false;
      form.busy(false);
    }
  }

  #notSent(form, fault, payload) {
    const unknown = fault.status === undefined || fault.status >= 500;
    this.unsure = unknown ? payload : null;
    form.lock(unknown);
    const sentence = unknown ? this.texts.unsure : this.#sentence(fault);
    if (form.blame(unknown ? null : fault.problem, sentence)) return;
    form.say(sentence, signInLink(fault, this.texts.sign_in));
  }

  #sentence(fault) {
    if (fault.status === 401) return this.texts.signed_out;
    return faultSentence(fault, { not_confirmed: this.texts.not_sent, refused: this.words.refused });
  }

  async #confirm(answer, ticket) {
    const result = await resultOf(this.panel.dataset.source, answer, ticket, this.texts);
    this.results.set(ticket, result);
    this.#show(result, ticket);
  }

  async #reprint() {
    const { ticket } = this;
    const result = this.results.get(ticket);
    if (this.busy || result === undefined) return;
    this.busy = true;
    try {
      const copies = await Promise.all(result.jobs.map((job) => command(`/print-jobs/${job}/reprint`, {})));
      const jobs = copies.flatMap((each) => each.print_jobs);
      const renewed = { ...result, jobs };
      this.results.set(ticket, renewed);
      this.#show(renewed, ticket);
    } catch (fault) {
      this.panel.querySelector("[data-printing] [data-said]").textContent = this.#sentence(fault);
    } finally {
      this.busy = false;
    }
  }

  // A receipt under the scanner is never taken for ticks of the form.
  #scanned(number) {
    if (this.busy) return;
    if (this.form !== null) {
      this.form.restore(this.before);
      if (this.dirty) {
        this.form.say(fill(this.texts.scanned, { number: asRead(number) }));
        return;
      }
    }
    if (this.pickUp !== null) this.pickUp.find(number);
    else if (this.present().ticket !== null) this.open("pick_up", number);
  }
}

function asRead(number) {
  return `${number.slice(0, 2)}-${number.slice(2, 8)}-${number.slice(8)}`;
}

function stop(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

// @ts-check
/* The form of a hand-in: papers, names and the day of payment, by keyboard or pointer. It sends nothing
   itself. */

import { digitOf } from "../common/key_place.js";
import { fill, find, findAll, hit, maybe } from "../common/page.js";
import { tell } from "../staff/pieces.js";
import { Papers } from "./papers.js";
import { dayWords, dutyOn, grouped } from "./words.js";

/**
 * @import { Rules } from "./papers.js"
 * @import { Duties, Texts } from "./words.js"
 * @typedef {{service: string, ticket: string, key: string, titles: {[id: string]: string}}} Ticket
 * @typedef {Ticket & Rules & Duties} Data what the piece of the form says
 * @typedef {"list" | "missing"} View
 * @typedef {{field: HTMLInputElement, value: string, checked: boolean, disabled: boolean}[]} Values
 */

/** @type {{[code: string]: string}} */
const FIELD_OF_CODE = { bad_date: "paid_on", fee_unknown: "paid_on" };
const TYPED = ["name", "contacts", "refusal_name", "address"];
const NEEDED = ["name", "contacts", "inspector"];

export class HandInForm {
  /**
   * @param {HTMLFormElement} form
   * @param {{data: Data, texts: Texts, window: number, inspector: string}} of
   */
  constructor(form, { data, texts, window: number, inspector }) {
    this.form = form;
    this.data = data;
    this.texts = texts;
    this.window = number;
    /** @type {View} */
    this.view = "list";
    this.papers = new Papers(form, data);
    const named = this.#field("inspector");
    if (inspector && named) named.value = inspector;
    form.addEventListener("change", (event) => isPaymentDay(event.target) && this.#drawDuty());
    form.addEventListener("input", (event) => this.#typed(event));
    form.addEventListener("keydown", (event) => this.#keydown(event));
    this.#drawDuty();
  }

  get dirty() {
    return this.papers.isTouched || TYPED.some((name) => this.#text(name) !== "");
  }

  /**
   * What a scanner typed into the form is taken back: all values at once, as they were.
   *
   * @returns {Values}
   */
  snapshot() {
    /** @type {HTMLInputElement[]} */
    const fields = findAll("input", this.form);
    return fields.map((field) => {
      const { value, checked, disabled } = field;
      return { field, value, checked, disabled };
    });
  }

  /** @param {Values} values */
  restore(values) {
    for (const { field, value, checked, disabled } of values) {
      if (field.type !== "checkbox" && field.type !== "radio") field.value = value;
      field.checked = checked;
      field.disabled = disabled;
    }
    this.papers.draw();
    this.#drawDuty();
  }

  /**
   * The titles of what is missing. What the state holds and what only stands instead of another has
   * none here: it is never missing.
   */
  get missing() {
    const { missing } = this.papers;
    const titles = Object.entries(this.data.titles);
    return titles.filter(([id]) => missing.includes(id)).map(([, title]) => title);
  }

  /**
   * Mark and focus the first field that the receipt needs and that says nothing yet; false without
   * one.
   */
  lacks() {
    for (const name of NEEDED) {
      const field = this.#field(name);
      if (field === null) continue;
      const lacking = this.#text(name) === "";
      mark(field, lacking ? (this.texts.needed[name] ?? "") : "");
      if (lacking) return lead(field);
    }
    const paid = this.#field("paid_on");
    const fault = paid === null ? undefined : dutyOn(paid.value, this.data).fault;
    return paid !== null && fault !== undefined && lead(paid);
  }

  lacksForRefusal() {
    const name = this.#field("refusal_name");
    const lacking = this.#text("refusal_name") === "" && this.#text("address") !== "";
    if (name) mark(name, lacking ? (this.texts.needed.name_for_address ?? "") : "");
    return name !== null && lacking && lead(name);
  }

  /**
   * Say what the server refused beside the field it is about; false where it is about none.
   *
   * @type {(problem: any, sentence: string) => boolean}
   */
  blame(problem, sentence) {
    const named = FIELD_OF_CODE[problem?.code] ?? problem?.facts?.field;
    const name = named === "name" && this.view === "missing" ? "refusal_name" : named;
    const field = this.#field(name);
    if (field === null || problemOf(field) === null) return false;
    mark(field, sentence);
    return lead(field);
  }

  payload() {
    /** @type {HTMLInputElement} */
    const language = find("[name=language]:checked", this.form);
    return {
      service: this.data.service,
      ticket: this.data.ticket,
      window: this.window,
      language: language.value,
      person: this.#person(),
      documents: this.papers.counts,
      applies: this.papers.applies,
      inspector: this.#text("inspector") || null,
      paid_on: this.#text("paid_on") || null,
      idempotency_key: this.data.key,
    };
  }

  /** @param {View} view */
  show(view) {
    this.view = view;
    for (const part of findAll("[data-view]", this.form)) part.hidden = part.dataset.view !== view;
    if (view === "missing") this.#drawMissing();
    this.say("");
    this.focus();
  }

  focus() {
    const first = "[name=brought], [name=name], [data-accept]";
    maybe(this.view === "missing" ? "#missing-heading" : first, this.form)?.focus();
  }

  /** Papers whose fate nobody knows may only be sent again as they were. @param {boolean} locked */
  lock(locked) {
    for (const part of findAll(".documents__body > :not([data-problem], [data-elsewhere])", this.form)) {
      part.inert = locked;
    }
    find("[data-documents=back]", this.form).toggleAttribute("disabled", locked);
  }

  /** @param {boolean} busy */
  busy(busy) {
    this.form.toggleAttribute("data-busy", busy);
    for (const button of findAll("[type=submit]", this.form)) button.toggleAttribute("disabled", busy);
  }

  /** @type {(sentence: string, link?: Element | null) => void} */
  say(sentence, link = null) {
    for (const notice of findAll("[data-problem]", this.form)) {
      const here = notice.parentElement?.dataset.view === this.view;
      tell(notice, here ? sentence : "", here ? link : null);
      if (!notice.hidden) notice.scrollIntoView({ block: "nearest" });
    }
  }

  #person() {
    const name = this.#text("name");
    if (this.view === "missing") {
      const refused = this.#text("refusal_name") || name;
      if (refused === "") return null;
      return { name: refused, address: this.#text("address") || null, contacts: null };
    }
    return name === "" ? null : { name, address: null, contacts: this.#text("contacts") || null };
  }

  /** @param {string | undefined} name @returns {HTMLInputElement | null} */
  #field(name) {
    return name ? maybe(`input[name="${CSS.escape(name)}"]`, this.form) : null;
  }

  /** @param {string} name */
  #text(name) {
    return this.#field(name)?.value.trim() ?? "";
  }

  /** @param {Event} event */
  #typed(event) {
    const field = event.target;
    if (isPaymentDay(field)) this.#drawDuty();
    else if (field instanceof HTMLInputElement && field.value.trim() !== "") {
      if (field.getAttribute("aria-invalid") === "true") mark(field, "");
    }
  }

  /** @param {KeyboardEvent} event */
  #keydown(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || this.view !== "list") return;
    const row = hit(event, "[data-document]");
    const digit = digitOf(event);
    const text = writes(event.target);
    const field = event.target;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (row !== null) take(event, () => this.papers.walk(row, event.key === "ArrowDown" ? 1 : -1), true);
      // In a name the letter counts that is written: it may well be one of the upper row.
    } else if (digit !== null && digit === event.key && isEmptyName(field)) {
      take(event, () => {
        this.papers.press(digit);
        field.focus();
      });
    } else if (digit !== null && !text) {
      take(event, () => this.papers.press(digit));
    } else if (row !== null && (!text || hit(event, ".paper__number"))) {
      if (event.key === "+") take(event, () => this.papers.step(row, 1));
      if (event.key === "-") take(event, () => this.papers.step(row, -1));
    }
  }

  #drawMissing() {
    const items = this.missing.map((title) => {
      const item = document.createElement("li");
      item.textContent = title;
      return item;
    });
    find("[data-missing]", this.form).replaceChildren(...items);
    // The name may have been typed for the receipt already.
    const name = this.#field("refusal_name");
    if (name?.value === "") name.value = this.#text("name");
  }

  #drawDuty() {
    const paid = this.#field("paid_on");
    if (paid === null) return;
    const { needed, duty, tenge: amount } = this.texts;
    const { tenge, fault } = dutyOn(paid.value, this.data);
    mark(paid, (fault === "paid_on" ? needed.paid_on : duty[fault ?? ""]) ?? "");
    const shown = tenge === undefined ? "—" : fill(amount, { amount: grouped(tenge) });
    find("[data-duty] [data-amount]", this.form).textContent = shown;
    find("[data-duty] [data-day]", this.form).textContent = dayWords(paid.value, this.texts);
  }
}

/** @type {(field: HTMLInputElement, sentence: string) => void} */
function mark(field, sentence) {
  field.setAttribute("aria-invalid", String(sentence !== ""));
  const problem = problemOf(field);
  if (problem === null) return;
  problem.textContent = sentence;
  problem.hidden = sentence === "";
}

/** @param {HTMLInputElement} field */
const problemOf = (field) => document.getElementById(`${field.id}-problem`);

/** @param {HTMLElement} field */
function lead(field) {
  field.focus();
  return true;
}

/** @type {(event: KeyboardEvent, act: () => void, repeated?: boolean) => void} */
function take(event, act, repeated = false) {
  event.preventDefault();
  if (!event.repeat || repeated) act();
}

/** @param {EventTarget | null} target */
const isPaymentDay = (target) => target instanceof HTMLInputElement && target.name === "paid_on";

/**
 * No name begins with a digit: there it still means a document.
 *
 * @param {EventTarget | null} target
 * @returns {target is HTMLInputElement}
 */
const isEmptyName = (target) =>
  target instanceof HTMLInputElement && target.name === "name" && target.value === "";

/** Whether keys mean letters here, not commands. @param {EventTarget | null} target */
export const writes = (target) =>
  target instanceof Element &&
  target.matches("input:not([type=checkbox], [type=radio]), textarea, select");

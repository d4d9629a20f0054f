// The form of a hand-in: ticks, counts and names, by keyboard or pointer. It sends nothing itself.

import { digitOf, writeByPlace } from "./key_place.js";
import { fill } from "./live.js";
import { dayWords, dutyOn, grouped } from "./documents_words.js";

const MOST_COPIES = 999;
const FIELD_OF_CODE = { bad_date: "paid_on", fee_unknown: "paid_on" };
const TYPED = ["name", "contacts", "refusal_name", "address"];

export class HandInForm {
  constructor(form, { data, texts, window: number, inspector }) {
    this.form = form;
    this.data = data;
    this.texts = texts;
    this.window = number;
    this.view = "list";
    this.papers = [...form.querySelectorAll("[data-document]")];
    if (inspector && form.elements.inspector) form.elements.inspector.value = inspector;
    for (const paper of this.papers) writeByPlace(this.#number(paper));
    form.addEventListener("change", (event) => this.#changed(event));
    form.addEventListener("input", (event) => this.#typed(event));
    form.addEventListener("click", (event) => this.#click(event));
    form.addEventListener("keydown", (event) => this.#keydown(event));
    this.#drawDuty();
  }

  get dirty() {
    return this.#ticked("brought").length > 0 || this.#ticked("applies").length > 0
      || TYPED.some((name) => this.#text(name) !== "");
  }

  // What a scanner typed into the form is taken back: all values at once, as they were.
  snapshot() {
    return [...this.form.elements].map((field) => [field, field.value, field.checked, field.disabled]);
  }

  restore(values) {
    for (const [field, value, checked, disabled] of values) {
      if (field.type === "submit" || field.type === "button") continue;
      if (field.type !== "checkbox" && field.type !== "radio") field.value = value;
      field.checked = checked;
      field.disabled = disabled;
    }
    this.#drawPapers();
    this.#drawDuty();
  }

  // What the state holds and what only stands instead of another has no title here: it is never missing.
  missing() {
    const due = [...this.data.required, ...this.#ticked("applies")];
    return Object.keys(this.data.titles).filter((id) => due.includes(id) && !this.#isHere(id));
  }

  // The first field that the receipt needs and that says nothing yet; it is marked and focused.
  lacks() {
    for (const name of ["name", "contacts", "inspector"]) {
      const field = this.form.elements[name];
      const lacking = field !== undefined && field.value.trim() === "";
      if (field !== undefined) this.#mark(field, lacking ? this.texts.needed[name] : "");
      if (lacking) return this.#lead(field);
    }
    const paid = this.form.elements.paid_on;
    const fault = paid === undefined ? undefined : dutyOn(paid.value, this.data).fault;
    return fault === undefined ? false : this.#lead(paid);
  }

  lacksForRefusal() {
    const name = this.form.elements.refusal_name;
    const lacking = this.#text("refusal_name") === "" && this.#text("address") !== "";
    this.#mark(name, lacking ? this.texts.needed.name_for_address : "");
    return lacking ? this.#lead(name) : false;
  }

  // What the server refused, said beside the field it is about; false where it is about none.
  blame(problem, sentence) {
    const named = FIELD_OF_CODE[problem?.code] ?? problem?.facts?.field;
    const name = named === "name" && this.view === "missing" ? "refusal_name" : named;
    const field = this.form.elements[name];
    if (!(field instanceof HTMLInputElement) || document.getElementById(`${field.id}-problem`) === null) return false;
    this.#mark(field, sentence);
    return this.#lead(field);
  }

  payload() {
    return {
      service: this.data.service,
      ticket: this.data.ticket,
      window: this.window,
      language: this.form.elements.language.value,
      person: this.#person(),
      documents: Object.fromEntries(this.#counts()),
      applies: this.#ticked("applies"),
      inspector: this.#text("inspector") || null,
      paid_on: this.#text("paid_on") || null,
      idempotency_key: this.data.key,
    };
  }

  show(view) {
    this.view = view;
    for (const part of this.form.querySelectorAll("[data-view]")) {
      part.hidden = part.dataset.view !== view;
    }
    if (view === "missing") this.#drawMissing();
    this.say("");
    this.focus();
  }

  focus() {
    const target = this.view === "missing" ? "#missing-heading" : "[name=brought], [name=name], [data-accept]";
    this.form.querySelector(target)?.focus();
  }

  // Papers whose fate nobody knows may only be sent again as they were.
  lock(locked) {
    for (const body of this.form.querySelectorAll(".documents__body")) {
      for (const part of body.children) {
        if (!part.matches("[data-problem], [data-elsewhere]")) part.inert = locked;
      }
    }
    this.form.querySelector("[data-documents=back]").disabled = locked;
  }

  busy(busy) {
    this.form.toggleAttribute("data-busy", busy);
    for (const button of this.form.querySelectorAll("[type=submit]")) button.disabled = busy;
  }

  say(sentence, link = null) {
    for (const notice of this.form.querySelectorAll("[data-problem]")) {
      const here = notice.parentElement.dataset.view === this.view;
      notice.hidden = sentence === "" || !here;
      notice.querySelector("[data-said]").replaceChildren(sentence, ...(link && here ? [" ", link] : []));
      if (!notice.hidden) notice.scrollIntoView({ block: "nearest" });
    }
  }

  #person() {
    if (this.view === "missing") {
      const name = this.#text("refusal_name") || this.#text("name");
      if (name === "") return null;
      return { name, address: this.#text("address") || null, contacts: null };
    }
    const name = this.#text("name");
    return name === "" ? null : { name, address: null, contacts: this.#text("contacts") || null };
  }

  #text(name) {
    return this.form.elements[name]?.value.trim() ?? "";
  }

  // A document is here when it was brought, or when one that suffices instead was.
  #isHere(id) {
    return this.#ticked("brought").some((each) => each === id || this.data.instead[each] === id);
  }

  #ticked(name) {
    return [...this.form.querySelectorAll(`[name=${name}]:checked`)].map((box) => box.value);
  }

  #counts() {
    const brought = this.papers.filter((paper) => this.#box(paper).checked);
    return brought.map((paper) => [paper.dataset.document, Number(this.#number(paper).value) || 1]);
  }

  #box(paper) {
    return paper.querySelector("[name=brought]");
  }

  #number(paper) {
    return paper.querySelector(".paper__number");
  }

  #changed(event) {
    const paper = event.target.closest("[data-document]");
    if (event.target.name === "brought") this.#tick(paper, event.target.checked);
    if (event.target.classList.contains("paper__number")) this.#count(paper, Number(event.target.value));
    if (event.target.name === "applies") this.#drawPapers();
    if (event.target.name === "paid_on") this.#drawDuty();
  }

  #typed(event) {
    const field = event.target;
    if (field.name === "paid_on") this.#drawDuty();
    else if (field.getAttribute("aria-invalid") === "true" && field.value.trim() !== "") this.#mark(field, "");
  }

  #tick(paper, brought) {
    this.#box(paper).checked = brought;
    const number = this.#number(paper);
    if (!brought) number.value = "";
    else if (number.value === "") number.value = "1";
    // A paper of a condition that is here is here because of it.
    const applies = paper.querySelector("[name=applies]");
    if (applies !== null && brought) applies.checked = true;
    const { document: id } = paper.dataset;
    // One key chooses: what it stands instead of is not here. Its own key says that it is here too.
    if (brought && id in this.data.instead) this.#untick(this.data.instead[id]);
    this.#drawPapers();
  }

  #untick(id) {
    const paper = this.papers.find((each) => each.dataset.document === id);
    this.#box(paper).checked = false;
    this.#number(paper).value = "";
  }

  #count(paper, count) {
    const whole = Math.min(MOST_COPIES, Math.trunc(count) || 0);
    if (whole < 1) return this.#tick(paper, false);
    this.#number(paper).value = String(whole);
    return this.#tick(paper, true);
  }

  #click(event) {
    const step = event.target.closest("[data-step]");
    if (step !== null) this.#step(step.closest("[data-document]"), Number(step.dataset.step));
    if (event.target.closest("[data-all]") !== null) this.#tickAll();
  }

  #step(paper, by) {
    this.#count(paper, (Number(this.#number(paper).value) || 0) + by);
  }

  // All are here: what is brought instead of a paper stays the choice. Pressed again, none is.
  #tickAll() {
    const { required, instead } = this.data;
    const all = required.every((id) => this.#isHere(id));
    for (const paper of this.papers) {
      const { document: id } = paper.dataset;
      if (all && required.includes(instead[id] ?? id)) this.#tick(paper, false);
      else if (!all && required.includes(id) && !this.#isHere(id)) this.#tick(paper, true);
    }
    // Never to the day of payment: a digit that is meant for a document would change it.
    if (!all) this.form.elements.name?.focus?.();
  }

  #keydown(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || this.view !== "list") return;
    const paper = event.target.closest("[data-document]");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") return this.#walk(event, paper);
    const digit = digitOf(event);
    // In a name the letter counts that is written: it may well be one of the upper row.
    const means = digit === event.key;
    if (means && isEmptyName(event.target)) return this.#take(event, () => this.#pressFrom(event.target, digit));
    if (writes(event.target)) return this.#inNumber(event, paper);
    if (digit !== null) this.#take(event, () => this.press(digit));
    else this.#inNumber(event, paper);
  }

  #inNumber(event, paper) {
    if (paper === null || (writes(event.target) && !event.target.matches(".paper__number"))) return;
    if (event.key === "+") this.#take(event, () => this.#step(paper, 1));
    if (event.key === "-") this.#take(event, () => this.#step(paper, -1));
  }

  #take(event, act) {
    event.preventDefault();
    if (!event.repeat) act();
  }

  // 0 ticks whatever everybody hands in, 1 to 9 the document of that place.
  press(digit) {
    if (digit === "0") return this.#tickAll();
    const paper = this.papers[Number(digit) - 1];
    if (paper === undefined) return;
    this.#tick(paper, !this.#box(paper).checked);
    this.#box(paper).focus();
  }

  #pressFrom(field, digit) {
    this.press(digit);
    field.focus();
  }

  #walk(event, paper) {
    if (paper === null) return;
    event.preventDefault();
    const place = this.papers.indexOf(paper) + (event.key === "ArrowDown" ? 1 : -1);
    const next = this.papers[place];
    if (next !== undefined) this.#box(next).focus();
  }

  #drawPapers() {
    for (const paper of this.papers) {
      const brought = this.#box(paper).checked;
      const applies = paper.querySelector("[name=applies]")?.checked ?? true;
      paper.toggleAttribute("data-brought", brought);
      paper.toggleAttribute("data-due", applies);
      for (const control of paper.querySelectorAll(".paper__count > *")) control.disabled = !brought;
    }
  }

  #drawMissing() {
    const items = this.missing().map((id) => {
      const item = document.createElement("li");
      item.textContent = this.data.titles[id];
      return item;
    });
    this.form.querySelector("[data-missing]").replaceChildren(...items);
    // The name may have been typed for the receipt already.
    const name = this.form.elements.refusal_name;
    if (name.value === "") name.value = this.#text("name");
  }

  #drawDuty() {
    const paid = this.form.elements.paid_on;
    if (paid === undefined) return;
    const { tenge, fault } = dutyOn(paid.value, this.data);
    const sentence = fault === "paid_on" ? this.texts.needed.paid_on : this.texts.duty[fault] ?? "";
    this.#mark(paid, sentence);
    const duty = this.form.querySelector("[data-duty]");
    const amount = tenge === undefined ? "—" : fill(this.texts.tenge, { amount: grouped(tenge) });
    duty.querySelector("[data-amount]").textContent = amount;
    duty.querySelector("[data-day]").textContent = dayWords(paid.value, this.texts);
  }

  #mark(field, sentence) {
    field.setAttribute("aria-invalid", String(sentence !== ""));
    const problem = document.getElementById(`${field.id}-problem`);
    problem.textContent = sentence;
    problem.hidden = sentence === "";
  }

  #lead(field) {
    field.focus();
    return true;
  }
}

// No name begins with a digit: there it still means a document.
function isEmptyName(target) {
  return target.name === "name" && target.value === "";
}

// Whether keys mean letters here, not commands.
export function writes(target) {
  return target.matches?.("input:not([type=checkbox], [type=radio]), textarea, select") ?? false;
}

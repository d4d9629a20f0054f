// @ts-check
/* The papers of a hand-in: which are here, how many of each, and whose condition holds. */

import { find, findAll, hit, maybe } from "../common/page.js";
import { writeByPlace } from "../common/key_place.js";

const MOST_COPIES = 999;

/**
 * @typedef {object} Rules what the act asks for
 * @property {string[]} required of everybody.
 * @property {{[id: string]: string}} instead what a paper suffices in place of.
 */

export class Papers {
  /**
   * @param {HTMLFormElement} form
   * @param {Rules} rules
   */
  constructor(form, rules) {
    this.form = form;
    this.rules = rules;
    this.rows = findAll("[data-document]", form);
    for (const row of this.rows) writeByPlace(number(row));
    form.addEventListener("change", (event) => this.#changed(event));
    form.addEventListener("click", (event) => this.#click(event));
  }

  get isTouched() {
    return this.#ticked("brought").length > 0 || this.applies.length > 0;
  }

  /** The papers whose condition holds. */
  get applies() {
    return this.#ticked("applies");
  }

  /** The papers that are due and neither here nor brought instead. */
  get missing() {
    const due = [...this.rules.required, ...this.applies];
    return due.filter((id) => !this.#isHere(id));
  }

  /** How many of each are here. */
  get counts() {
    const brought = this.rows.filter((row) => box(row).checked);
    return Object.fromEntries(brought.map((row) => [row.dataset.document, countOf(row) || 1]));
  }

  /**
   * 0 ticks whatever everybody hands in, 1 to 9 the document of that place.
   *
   * @param {string} digit
   */
  press(digit) {
    if (digit === "0") {
      this.#tickAll();
      return;
    }
    const row = this.rows[Number(digit) - 1];
    if (row === undefined) return;
    this.#tick(row, !box(row).checked);
    box(row).focus();
  }

  /** One more or one less. @type {(row: HTMLElement, by: number) => void} */
  step(row, by) {
    this.#count(row, countOf(row) + by);
  }

  /** Lead to the next document, up or down. @type {(from: HTMLElement, by: number) => void} */
  walk(from, by) {
    const next = this.rows[this.rows.indexOf(from) + by];
    if (next !== undefined) box(next).focus();
  }

  draw() {
    for (const row of this.rows) {
      const brought = box(row).checked;
      row.toggleAttribute("data-brought", brought);
      row.toggleAttribute("data-due", condition(row)?.checked ?? true);
      for (const control of findAll(".paper__count > *", row)) {
        control.toggleAttribute("disabled", !brought);
      }
    }
  }

  /**
   * A document is here when it was brought, or when one that suffices instead was.
   *
   * @param {string} id
   */
  #isHere(id) {
    return this.#ticked("brought").some((each) => each === id || this.rules.instead[each] === id);
  }

  /** @param {string} name @returns {string[]} */
  #ticked(name) {
    /** @type {HTMLInputElement[]} */
    const boxes = findAll(`[name=${name}]:checked`, this.form);
    return boxes.map(({ value }) => value);
  }

  /** @param {Event} event */
  #changed(event) {
    const row = hit(event, "[data-document]");
    if (row === null) return;
    if (event.target === box(row)) this.#tick(row, box(row).checked);
    else if (event.target === number(row)) this.#count(row, countOf(row));
    else if (event.target === condition(row)) this.draw();
  }

  /** @param {Event} event */
  #click(event) {
    const step = hit(event, "[data-step]");
    const row = hit(event, "[data-document]");
    if (step !== null && row !== null) this.step(row, Number(step.dataset.step));
    if (hit(event, "[data-all]") !== null) this.#tickAll();
  }

  /** @type {(row: HTMLElement, brought: boolean) => void} */
  #tick(row, brought) {
    box(row).checked = brought;
    if (!brought) number(row).value = "";
    else if (number(row).value === "") number(row).value = "1";
    // A paper of a condition that is here is here because of it.
    const applies = condition(row);
    if (applies !== null && brought) applies.checked = true;
    // One key chooses: what it stands instead of is not here. Its own key says that it is here too.
    const instead = this.rules.instead[row.dataset.document ?? ""];
    if (brought && instead !== undefined) this.#untick(instead);
    this.draw();
  }

  /** @param {string} id */
  #untick(id) {
    const row = this.rows.find((each) => each.dataset.document === id);
    if (row === undefined) return;
    box(row).checked = false;
    number(row).value = "";
  }

  /** @type {(row: HTMLElement, count: number) => void} */
  #count(row, count) {
    const whole = Math.min(MOST_COPIES, Math.trunc(count) || 0);
    if (whole >= 1) number(row).value = String(whole);
    this.#tick(row, whole >= 1);
  }

  /** All are here: what is brought instead of a paper stays the choice. Pressed again, none is. */
  #tickAll() {
    const { required, instead } = this.rules;
    const all = required.every((id) => this.#isHere(id));
    for (const row of this.rows) {
      const { document: id = "" } = row.dataset;
      if (all && required.includes(instead[id] ?? id)) this.#tick(row, false);
      else if (!all && required.includes(id) && !this.#isHere(id)) this.#tick(row, true);
    }
    // Never to the day of payment: a digit that is meant for a document would change it.
    if (!all) maybe("[name=name]", this.form)?.focus();
  }
}

/** @type {(row: HTMLElement) => HTMLInputElement} */
const box = (row) => find("[name=brought]", row);

/** @type {(row: HTMLElement) => HTMLInputElement} */
const number = (row) => find(".paper__number", row);

/** @param {HTMLElement} row */
const countOf = (row) => Number(number(row).value) || 0;

/** @type {(row: HTMLElement) => HTMLInputElement | null} */
const condition = (row) => maybe("[name=applies]", row);

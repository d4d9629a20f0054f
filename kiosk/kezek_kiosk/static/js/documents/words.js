// @ts-check
// Dates and amounts in words, put together from what the server says of the language.

import { fill } from "../common/page.js";

/**
 * @typedef {object} Texts of the documents
 * @property {{[field: string]: string}} needed
 * @property {{[fault: string]: string}} duty
 * @property {{[state: string]: string}} print
 * @property {string[]} months
 * @property {string} day
 * @property {string} tenge
 * @property {string} taken
 * @property {string} refused
 * @property {string} unsure
 * @property {string} not_sent
 * @property {string} signed_out
 * @property {string} sign_in
 * @property {string} elsewhere
 * @property {string} scanned
 *
 * @typedef {object} Duties by the day of payment
 * @property {string} today
 * @property {[first: string, last: string, tenge: number][]} duties
 */

const NO_BREAK_SPACE = "\u00a0";

/** A number as it stands on the receipt. @param {string} number */
export const asRead = (number) => `${number.slice(0, 2)}-${number.slice(2, 8)}-${number.slice(8)}`;

/** @param {number} number */
export function grouped(number) {
  return String(number).replace(/\B(?=(\d{3})+$)/g, NO_BREAK_SPACE);
}

/**
 * "2026-11-22" as the page's language writes it; empty for what is no date.
 *
 * @type {(iso: string, texts: Texts) => string}
 */
export function dayWords(iso, texts) {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso);
  if (found === null) return "";
  const [, year, month, day] = found;
  return fill(texts.day, { year, month: texts.months[Number(month) - 1], day: Number(day) });
}

/**
 * The duty of a payment day: its amount, or why there is none.
 *
 * @type {(iso: string, data: Duties) => {fault?: string, tenge?: number}}
 */
export function dutyOn(iso, data) {
  if (iso === "") return { fault: "paid_on" };
  if (iso > data.today) return { fault: "future" };
  const span = data.duties.find(([first, last]) => first <= iso && iso <= last);
  return span === undefined ? { fault: "unknown" } : { tenge: span[2] };
}

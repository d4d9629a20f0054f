// Dates and amounts in words, put together from what the server says of the language.

import { fill } from "./live.js";

const NO_BREAK_SPACE = "\u00a0";

export function grouped(number) {
  return String(number).replace(/\B(?=(\d{3})+$)/g, NO_BREAK_SPACE);
}

// "2026-11-22" as the page's language writes it; empty for what is no date.
export function dayWords(iso, texts) {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso);
  if (found === null) return "";
  const [, year, month, day] = found;
  return fill(texts.day, { year, month: texts.months[Number(month) - 1], day: Number(day) });
}

// The duty of a payment day: its amount, or why there is none.
export function dutyOn(iso, data) {
  if (iso === "") return { fault: "paid_on" };
  if (iso > data.today) return { fault: "future" };
  const span = data.duties.find(([first, last]) => first <= iso && iso <= last);
  return span === undefined ? { fault: "unknown" } : { tenge: span[2] };
}

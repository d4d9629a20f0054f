// @ts-check
/* The search field takes what a scanner types, wherever the focus is, in place of the number before. */

import { find, hit } from "../common/page.js";
import { isAsking } from "../staff/dialogs.js";
import { digitOf, signOf, writeByPlace, writeInto } from "../common/key_place.js";

const CODE_BEGINS = "]"; // what some scanners say of a code before it

/** @type {HTMLInputElement} */
const field = find("[data-scanned]");
const WRITING = "input, select, textarea, dialog, [contenteditable]";

// A number that was not found stays to be read; the next one replaces it.
field.addEventListener("focus", () => field.select());
if (document.activeElement === field) field.select();
writeByPlace(field);

document.addEventListener("keydown", (event) => {
  const sign = signOf(event);
  const begins = digitOf(event) !== null || sign === CODE_BEGINS;
  if (!begins || sign === null || hit(event, WRITING) !== null || isAsking()) return;
  event.preventDefault();
  field.focus();
  writeInto(field, sign); // by its place: the field's own listener does not hear this key
});

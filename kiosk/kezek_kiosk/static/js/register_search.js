// The search field takes what a scanner types, wherever the focus is, in place of the number before.

import { digitOf, signOf, writeByPlace, writeInto } from "./key_place.js";

const CODE_BEGINS = "]"; // what some scanners say of a code before it

const field = document.querySelector("[data-scanned]");

function isWriting(target) {
  return target.closest("input, select, textarea, dialog, [contenteditable]") !== null;
}

// A number that was not found stays to be read; the next one replaces it.
field.addEventListener("focus", () => field.select());
if (document.activeElement === field) field.select();
writeByPlace(field);

document.addEventListener("keydown", (event) => {
  const begins = digitOf(event) !== null || signOf(event) === CODE_BEGINS;
  if (!begins || isWriting(event.target) || document.querySelector("dialog[open]") !== null) return;
  event.preventDefault();
  field.focus();
  writeInto(field, signOf(event)); // by its place: the field's own listener does not hear this key
});

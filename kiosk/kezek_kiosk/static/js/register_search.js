// The search field takes what a scanner types, wherever the focus is, in place of the number before.

const field = document.querySelector("[data-scanned]");
const DIGIT = /^[0-9]$/;

function isWriting(target) {
  return target.closest("input, select, textarea, dialog, [contenteditable]") !== null;
}

// A number that was not found stays to be read; the next one replaces it.
field.addEventListener("focus", () => field.select());
if (document.activeElement === field) field.select();

document.addEventListener("keydown", (event) => {
  const command = event.ctrlKey || event.altKey || event.metaKey;
  if (command || !DIGIT.test(event.key) || isWriting(event.target)) return;
  if (document.querySelector("dialog[open]") !== null) return;
  field.focus(); // the digit itself arrives in the field that has the focus now
});

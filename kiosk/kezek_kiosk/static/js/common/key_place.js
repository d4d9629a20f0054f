// @ts-check
/* Which key was pressed, whatever layout is on: a number and a scanner mean the place of the key.
   On the Kazakh layout the upper row writes "әіңғ,.үұқ. */

const DIGIT_KEY = /^(?:Digit|Numpad)(\d)$/;
const LETTER_KEY = /^Key([A-Z])$/;
const SHIFTED_DIGITS = ")!@#$%^&*(";
/** @type {{[code: string]: string}} what a key writes without shift and with it */
const SIGN_KEYS = {
  Backquote: "`~", Minus: "-_", Equal: "=+", BracketLeft: "[{", BracketRight: "]}",
  Backslash: "\\|", Semicolon: ";:", Quote: "'\"", Comma: ",<", Period: ".>", Slash: "/?",
  Space: "  ", NumpadDecimal: "..", NumpadAdd: "++", NumpadSubtract: "--", NumpadMultiply: "**",
  NumpadDivide: "//",
};
const SYMBOLOGY = /^\][A-Za-z][0-9A-Za-z]/; // what some scanners say of a code before it (AIM)
const NUMBER = /^\d{9}$/;

/**
 * The digit at the place of a key; null for any other key, or with a modifier.
 *
 * @param {KeyboardEvent} event
 */
export function digitOf(event) {
  if (event.key.length !== 1 || event.shiftKey || isCommand(event)) return null;
  return DIGIT_KEY.exec(event.code)?.[1] ?? (/^\d$/.test(event.key) ? event.key : null);
}

/**
 * The sign that a key writes on the layout scanners are made for; null when it writes none.
 *
 * @param {KeyboardEvent} event
 * @returns {string | null}
 */
export function signOf(event) {
  if (event.key.length !== 1 && event.key !== "Dead") return null;
  if (isCommand(event)) return null;
  const shift = Number(event.shiftKey);
  const digit = DIGIT_KEY.exec(event.code)?.[1];
  if (digit) return shift ? SHIFTED_DIGITS.charAt(Number(digit)) : digit;
  const letter = LETTER_KEY.exec(event.code)?.[1];
  if (letter) return shift || isCapital(event.key) ? letter : letter.toLowerCase();
  const signs = SIGN_KEYS[event.code];
  if (signs) return signs.charAt(shift);
  return event.key.length === 1 ? event.key : null;
}

/**
 * The nine digits of a request's number in what was scanned; null when it is something else.
 *
 * @param {string} code
 */
export function numberIn(code) {
  const digits = code.trim().replace(SYMBOLOGY, "").replaceAll(/[\s-]/g, "");
  return NUMBER.test(digits) ? digits : null;
}

/**
 * Let a field of numbers take digits from wherever the layout has put them.
 *
 * @param {HTMLInputElement} field
 */
export function writeByPlace(field) {
  field.addEventListener("keydown", (event) => {
    const sign = signOf(event);
    if (sign === null || sign === event.key || event.isComposing) return;
    event.preventDefault();
    writeInto(field, sign);
  });
}

/**
 * Write at the caret of a field, as a key would.
 *
 * @param {HTMLInputElement} field
 * @param {string} text
 */
export function writeInto(field, text) {
  field.setRangeText(text, field.selectionStart ?? 0, field.selectionEnd ?? 0, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true, data: text, inputType: "insertText" }));
}

/** @param {KeyboardEvent} event */
const isCommand = (event) => event.ctrlKey || event.altKey || event.metaKey;
/** @param {string} key */
const isCapital = (key) => key.length === 1 && key !== key.toLowerCase();

// @ts-check
/* The keyboard on the glass: Kazakh, Russian, English, digits. A real keyboard writes as well. */

import { newKey, rowOfKeys } from "../kiosk/parts.js";

/** @type {{[layout: string]: string[]}} */
const LAYOUTS = {
  kk: ["әіңғүұқөһ?!-", "йцукенгшщзхъ", "фывапролджэё", "⇧ячсмитьбю,."],
  ru: ["йцукенгшщзхъ", "фывапролджэё", "⇧ячсмитьбю,."],
  en: ["qwertyuiop", "asdfghjkl-", "⇧zxcvbnm,."],
  digits: ["1234567890", "-/:;()№₸\"'", ".,?!+=%@*&"],
};
const NAMES = { kk: "ҚАЗ", ru: "РУС", en: "ENG", digits: "123" };
const ACTION = "help-key";
const SHIFT = "⇧";
const SENTENCE_BEGINS = /(^|[.!?]\s+|\n)$/;

/**
 * @param {object} options
 * @param {HTMLElement} options.keys where the keys stand.
 * @param {HTMLTextAreaElement} options.field what they write into.
 * @param {(msgid: string) => string} options.name a key's name in the visitor's language.
 */
export function makeKeyboard({ keys, field, name }) {
  let layout = "kk";
  /** @type {boolean | null} */
  let shift = null; // chosen by hand; null: a sentence begins with a capital by itself

  // The caret stays in the field while the keys on the glass are touched.
  keys.addEventListener("mousedown", (event) => event.preventDefault());
  field.addEventListener("input", showCase);
  field.addEventListener("click", showCase);

  const capital = () => shift ?? SENTENCE_BEGINS.test(field.value.slice(0, field.selectionStart));

  /** @param {string} next */
  function show(next) {
    layout = next;
    shift = null;
    keys.replaceChildren(...(LAYOUTS[layout] ?? []).map(letterRow), bottomRow());
    showCase();
  }

  /** @param {string} letters */
  const letterRow = (letters) => rowOfKeys([...letters].map(signKey));

  /** @param {string} sign */
  function signKey(sign) {
    if (sign === SHIFT) return drawn("shift", "Capital letter", "keys__shift");
    return newKey({ action: ACTION, key: sign, text: sign });
  }

  function bottomRow() {
    const switches = Object.entries(NAMES).map(([code, text]) => {
      const made = newKey({ action: ACTION, key: `layout:${code}`, text, looks: "keys__switch" });
      made.setAttribute("aria-pressed", String(code === layout));
      return made;
    });
    const space = newKey({ action: ACTION, key: "space", looks: "keys__space" });
    space.setAttribute("aria-label", name("Space"));
    return rowOfKeys([...switches, space, drawn("delete", "Delete", "keys__delete")]);
  }

  /** @type {(key: string, msgid: string, looks: string) => HTMLElement} */
  const drawn = (key, msgid, looks) => newKey({ action: ACTION, key, name: name(msgid), looks });

  function showCase() {
    keys.classList.toggle("keys--capital", capital());
    keys.querySelector(".keys__shift")?.setAttribute("aria-pressed", String(capital()));
  }

  /** A key was touched. @param {HTMLElement} key */
  function press({ dataset: { key: action = "" } }) {
    if (action.startsWith("layout:")) {
      show(action.slice("layout:".length));
      return;
    }
    if (action === "shift") {
      shift = !capital();
      showCase();
    } else if (action === "delete") remove();
    else if (action === "space") write(" ");
    else write(capital() ? action.toLocaleUpperCase() : action);
  }

  /** @param {string} text */
  function write(text) {
    const { selectionStart: from, selectionEnd: to } = field;
    if (field.value.length - (to - from) + text.length > field.maxLength) return;
    field.setRangeText(text, from, to, "end");
    shift = null;
    follow();
  }

  function remove() {
    const { selectionStart: from, selectionEnd: to } = field;
    const before = [...field.value.slice(0, from)].at(-1) ?? ""; // whole signs, never halves
    field.setRangeText("", from === to ? from - before.length : from, to, "end");
    follow();
  }

  function follow() {
    if (field.selectionStart === field.value.length) field.scrollTop = field.scrollHeight;
    showCase();
  }

  return {
    show,
    press,
    layout: () => layout,
    /**
     * Take a press of a real key; false when it is none that writes.
     *
     * @param {KeyboardEvent} event
     */
    typed(event) {
      const writes = event.key.length === 1 || event.key === "Backspace";
      if (event.target === field) return writes || event.key === "Enter";
      if (writes && event.type === "keydown") field.focus(); // the key itself then writes there
      return writes;
    },
  };
}

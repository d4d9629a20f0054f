// @ts-check
/* The number of a ticket: the office's letters, ten digits, and nothing else to go wrong. */

import { signOf } from "../common/key_place.js";

import { find } from "../common/page.js";
import { newKey, rowOfKeys } from "../kiosk/parts.js";

const ACTION = "ticket-key";
const DIGITS = "1234567890";
const MOST_DIGITS = 4;
const WHOLE = /^[A-Z]\d{3,4}$/;

/** @import { Kit } from "../kiosk/kit.js" */

/** @param {Kit} kit */
export function makeTicketPad({ words, open, office: { services } }) {
  let typed = "";
  let waiting = false;

  const keys = find("[data-ticket-keys]");
  const letters = () => [...new Set(services().map((one) => one.letter))];

  function draw() {
    if (!keys.children.length) keys.append(...rows());
    find("[data-ticket-typed]").textContent = typed || "\u2013";
    for (const key of keys.querySelectorAll("button")) key.disabled = !fits(key.dataset.key ?? "");
    const done = find('[data-action="complaint-ticket-typed"]');
    done.toggleAttribute("disabled", waiting || !WHOLE.test(typed));
  }

  /** @param {string} sign */
  const signKey = (sign) => newKey({ action: ACTION, key: sign, text: sign });

  function rows() {
    const name = words.text("Delete", words.language());
    const digits = [...DIGITS].map(signKey);
    const drawn = newKey({ action: ACTION, key: "delete", name });
    return [rowOfKeys(letters().map(signKey)), rowOfKeys([...digits, drawn])];
  }

  /** A letter comes first, then digits. @param {string} key */
  function fits(key) {
    if (key === "delete") return typed !== "";
    return typed === "" ? !DIGITS.includes(key) : DIGITS.includes(key) && typed.length <= MOST_DIGITS;
  }

  /** @param {string} key */
  function press(key) {
    if (waiting || !fits(key)) return;
    typed = key === "delete" ? typed.slice(0, -1) : typed + key;
    find("[data-ticket-problem]").hidden = true;
    draw();
  }

  function clear() {
    typed = "";
    waiting = false;
    find("[data-ticket-problem]").hidden = true;
    keys.replaceChildren();
  }

  return {
    open() {
      clear();
      open("complaint-ticket");
    },
    draw,
    press,
    clear,
    number: () => (WHOLE.test(typed) ? typed : null),
    busy: () => waiting,
    /** @param {boolean} on */
    wait(on) {
      waiting = on;
      draw();
    },
    refuse() {
      find("[data-ticket-problem]").hidden = false;
    },
    /** @param {KeyboardEvent} event */
    typed(event) {
      const key = event.key === "Backspace" ? "delete" : (signOf(event) ?? "").toUpperCase();
      const mine = key === "delete" || DIGITS.includes(key) || letters().includes(key);
      if (mine && event.type === "keydown") press(key);
      return mine;
    },
  };
}

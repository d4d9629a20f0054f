/* The number of a ticket: the office's letters, ten digits, and nothing else to go wrong. */

import { signOf } from "./key_place.js";

const DIGITS = "1234567890";
const MOST_DIGITS = 4;
const WHOLE = /^[A-Z]\d{3,4}$/;

export function makeTicketPad({ words, open, state, find }) {
  let typed = "";
  let waiting = false;

  const keys = find("ticket-keys");
  const letters = () => [...new Set((state()?.services ?? []).map((one) => one.letter))];

  function draw() {
    if (!keys.children.length) keys.append(...[letters(), [...DIGITS]].map(row));
    find("ticket-typed").textContent = typed || "\u2013";
    for (const key of keys.querySelectorAll("button")) key.disabled = !fits(key.dataset.key);
    document.querySelector('[data-action="complaint-ticket-typed"]').disabled =
      waiting || !WHOLE.test(typed);
  }

  function row(signs, at) {
    const made = document.createElement("div");
    made.className = "keys__row";
    made.append(...signs.map((sign) => newKey(sign, sign)));
    if (at === 1) made.append(deleteKey());
    return made;
  }

  function newKey(action, text) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "keys__key";
    made.dataset.action = "ticket-key";
    made.dataset.key = action;
    made.textContent = text;
    return made;
  }

  function deleteKey() {
    const made = newKey("delete", "");
    made.setAttribute("aria-label", words.text("Delete", words.language()));
    made.append(document.querySelector("#key-delete").content.cloneNode(true));
    return made;
  }

  /** A letter comes first, then digits. */
  function fits(key) {
    if (key === "delete") return typed !== "";
    return typed === "" ? !DIGITS.includes(key) : DIGITS.includes(key) && typed.length <= MOST_DIGITS;
  }

  function press(key) {
    if (waiting || !fits(key)) return;
    typed = key === "delete" ? typed.slice(0, -1) : typed + key;
    find("ticket-problem").hidden = true;
    draw();
  }

  function clear() {
    typed = "";
    waiting = false;
    find("ticket-problem").hidden = true;
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
    wait(on) {
      waiting = on;
      draw();
    },
    refuse() {
      find("ticket-problem").hidden = false;
    },
    typed(event) {
      const key = event.key === "Backspace" ? "delete" : (signOf(event) ?? "").toUpperCase();
      const mine = key === "delete" || DIGITS.includes(key) || letters().includes(key);
      if (mine && event.type === "keydown") press(key);
      return mine;
    },
  };
}

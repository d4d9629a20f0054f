// @ts-check
/* Pick-up: from the number of a receipt to its answer, and to a ticket for its request. */

import { numberIn } from "../common/key_place.js";
import { find } from "../common/page.js";
import { newKey } from "../common/server.js";
import { drawAnswer, isAnswer } from "./answers.js";
import { TICKETS, pickUpOf, readReceipt } from "./server.js";

/**
 * @import { Fault } from "../common/server.js"
 * @import { Choice } from "./choice.js"
 * @import { Kit } from "./kit.js"
 * @import { Order } from "./order.js"
 * @import { Receipt } from "./server.js"
 * @typedef {keyof typeof ENTRY} Entry
 */

const DIGITS = 9;
const EMPTY = "_";
const MOMENT_MS = 300; // an answer that comes sooner needs no screen between
const OVERTAKEN = ["not_ready", "unknown_request", "office_closed"]; // the answer is another one now
const ENTRY = {
  scan: {
    heading: "Show the code of the receipt to the scanner or type the number",
    advice: "The number stands on the receipt in large print: nine digits",
  },
  type: {
    heading: "Type the number of the receipt",
    advice: "The number stands on the receipt in large print: nine digits",
  },
  mistyped: {
    heading: "One digit does not match. Compare the number with the receipt",
    advice: "Correct it and press “Check” once more",
  },
  no_number: {
    heading: "This is not the code of a receipt",
    advice: "Show the square code of the receipt or type the number",
  },
  trouble: {
    heading: "The number cannot be looked up now",
    advice: "Press “Check” once more in a minute or ask the staff",
  },
};

/**
 * The two screens of pick-up.
 *
 * @param {Kit} kit
 * @param {{choice: Choice, order: Order}} others
 */
export function makePickUp(kit, { choice, order }) {
  const { words, screen, open } = kit;
  let typed = "";
  /** @type {Entry} */
  let entry = "scan";
  /** @type {Receipt | null} */
  let found = null;
  let asking = false;

  const firstEntry = () => (kit.data.scanner ? "scan" : "type");

  function clear() {
    typed = "";
    entry = firstEntry();
    found = null;
    asking = false;
  }

  function enter() {
    clear();
    open("receipt");
  }

  /** @param {string} digit */
  function press(digit) {
    if (typed.length < DIGITS) typed += digit;
    drawEntry();
  }

  function erase() {
    typed = typed.slice(0, -1);
    drawEntry();
  }

  /** @param {string} code */
  function scanned(code) {
    const digits = numberIn(code);
    if (digits !== null) {
      typed = digits;
      check();
      return;
    }
    entry = "no_number";
    open("receipt");
  }

  async function check() {
    if (asking || typed.length < DIGITS) return;
    const mine = kit.visit();
    asking = true;
    const slow = setTimeout(() => mine === kit.visit() && open("moment"), MOMENT_MS);
    const answer = await readReceipt(typed).catch(() => ({ answer: "trouble" }));
    clearTimeout(slow);
    if (mine !== kit.visit()) return;
    asking = false;
    show(answer);
  }

  /** @param {Receipt} answer */
  function show(answer) {
    found = answer;
    if (!isAnswer(answer)) {
      entry = /** @type {Entry} */ (answer.answer);
      open("receipt");
      return;
    }
    entry = firstEntry();
    speakAs(answer.language);
    open("answer");
  }

  /**
   * Whoever chose no language is answered in that of the receipt, where the screen lacks it.
   *
   * @param {string | undefined} language
   */
  function speakAs(language) {
    if (!words.isAsAtStart() || !language || words.languages().includes(language)) return;
    words.setMode(language);
  }

  /** Ask for a ticket: to collect the result, or to mend the documents. */
  async function collect() {
    if (screen() !== "answer" || !found?.number || !found.service) return;
    const { answer, number, service } = found;
    // Whoever chose no language gets the ticket in that of the request.
    const spoken = words.languages().length > 1 ? {} : { language: words.language() };
    const body = { ...spoken, idempotency_key: newKey() };
    const stage = choice.name(service)?.stages[0] ?? "submission";
    const wish =
      answer === "ready"
        ? { address: pickUpOf(number.replaceAll("-", "")), order: body }
        : { address: TICKETS, order: { ...body, service, stage, category: null } };
    await order.ask({ ...wish, refused });
  }

  /** @param {Fault} fault */
  async function refused(fault) {
    if (!OVERTAKEN.includes(fault.code ?? "")) return order.refuse(fault);
    await kit.office.ask();
    asking = false;
    return check();
  }

  /** @param {string} shown */
  function draw(shown) {
    if (shown === "receipt") drawEntry();
    if (shown !== "answer" || !found) return;
    const { closed = null, opens = null } = kit.office.state() ?? {};
    drawAnswer(found, { words, closed, opens });
  }

  function drawEntry() {
    const texts = ENTRY[entry];
    words.say(find("[data-receipt-heading]"), texts.heading);
    words.say(find("[data-receipt-advice]"), texts.advice);
    find('[data-screen="receipt"]').dataset.entry = entry;
    find("[data-receipt-number]").replaceChildren(...slots(typed));
    find('[data-action="check"]').toggleAttribute("disabled", typed.length < DIGITS);
    find('[data-action="erase"]').toggleAttribute("disabled", typed === "");
  }

  /** @param {string} shown */
  function back(shown) {
    if (shown === "answer") open("receipt");
    else if (shown === "receipt") kit.restart();
    else return false;
    return true;
  }

  return {
    scanned,
    draw,
    back,
    clear,
    actions: {
      receipt: enter,
      digit: (/** @type {HTMLElement | string} */ pressed) =>
        press(typeof pressed === "string" ? pressed : (pressed.dataset.digit ?? "")),
      erase: () => (typed === "" ? back("receipt") : erase()),
      check,
      collect,
    },
  };
}

/**
 * The number as it stands on the receipt, with a place for every digit still to come.
 *
 * @param {string} typed
 */
function slots(typed) {
  const places = [...typed.padEnd(DIGITS, EMPTY)].map((sign, at) => {
    const place = part("receipt__digit", sign === EMPTY ? "" : sign);
    place.classList.toggle("receipt__digit--next", at === typed.length);
    return place;
  });
  places.splice(8, 0, part("receipt__dash", "-"));
  places.splice(2, 0, part("receipt__dash", "-"));
  return places;
}

/** @type {(looks: string, text: string) => HTMLElement} */
function part(looks, text) {
  const sign = document.createElement("span");
  sign.className = looks;
  sign.textContent = text;
  return sign;
}

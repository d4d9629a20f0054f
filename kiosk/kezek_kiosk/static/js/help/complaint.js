// @ts-check
/* A complaint at the kiosk: a topic, a few words if liked, a look at it, and the talon. */

import { find } from "../common/page.js";
import { newKey } from "../common/server.js";
import { findTicket, sendComplaint } from "./server.js";
import { makeKeyboard } from "./keyboard.js";
import { makeTalon } from "./talon.js";
import { makeTicketPad } from "./ticket_pad.js";

const FORM = "electronic";
const UNSURE = "We do not know yet whether your complaint was registered";
/** @type {{topic: string | null, service: string | null, ticket: NamedTicket | null}} */
const EMPTY = { topic: null, service: null, ticket: null };
const UNPRINTABLE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\ud800-\udfff]/gu;

/**
 * @import { Kit } from "../kiosk/kit.js"
 * @import { LocalText } from "../kiosk/words.js"
 * @import { Complaint, NamedTicket } from "./server.js"
 * @import { ServiceList } from "./services.js"
 *
 * @typedef {object} Row of the look before it is sent
 * @property {string} label
 * @property {{msgid?: string, text?: string, local?: LocalText}} value
 * @property {string} action
 * @property {string} change what the button says.
 */

/**
 * @param {Kit} kit
 * @param {ServiceList} list
 */
export function makeComplaint(kit, list) {
  const { words, open, screen } = kit;
  /** @type {HTMLTextAreaElement} */
  const field = find("[data-typed]");
  const talon = makeTalon(kit);
  const keyboard = makeKeyboard({
    keys: find("[data-keys]"),
    field,
    name: (msgid) => words.text(msgid, words.language()),
  });
  const pad = makeTicketPad(kit);

  let draft = { ...EMPTY };
  let sent = { key: "", text: "" }; // the last try: the same words keep their key
  let sending = false;
  let turn = 0;

  /** @param {HTMLElement} button */
  function choose(button) {
    draft.topic = button.dataset.topic ?? null;
    if (!field.value) keyboard.show(words.language());
    else keyboard.show(keyboard.layout());
    open("complaint-text");
  }

  /** What stands in the empty field; a small screen has no room for the question above it. */
  function drawHint() {
    const asked = document.body.classList.contains("kiosk--compact");
    const hint = ["You may leave this empty"];
    if (asked) hint.unshift("Write what happened, if you like");
    const sentences = hint.flatMap((msgid) => words.parts(msgid).map(({ text }) => text));
    field.placeholder = sentences.join(". ");
  }

  /* ---- Check ---- */

  /** @param {string} shown */
  function draw(shown) {
    if (shown === "complaint-check") drawCheck();
    else if (shown === "complaint-ticket") pad.draw();
    else if (shown === "complaint-text") drawHint();
    talon.draw(shown);
  }

  function drawCheck() {
    const service = list.find(draft.service);
    const own = field.value.trim();
    update(find("[data-complaint-facts]"), [
      {
        label: "Topic",
        value: { msgid: draft.topic ?? "" },
        action: "complaint-change-topic",
        change: "Change",
      },
      {
        label: "What happened",
        value: own ? { text: own } : { msgid: "not written" },
        action: "complaint-change-text",
        change: "Change",
      },
      {
        label: "Service",
        value: service ? { local: service.title } : { msgid: "not named" },
        action: "complaint-change-service",
        change: service ? "Change" : "Name it",
      },
      {
        label: "Your ticket",
        value: draft.ticket ? { text: draft.ticket.number } : { msgid: "not named" },
        action: "complaint-change-ticket",
        change: draft.ticket ? "Change" : "Name it",
      },
    ]);
  }

  /**
   * Rows keep their elements, so that focus is not lost when the page is drawn again.
   *
   * @type {(facts: Element, rows: Row[]) => void}
   */
  function update(facts, rows) {
    rows.forEach(({ label, value, action, change }, at) => {
      const line = facts.children[at] ?? facts.appendChild(newRow(action));
      const said = find("dd", line);
      words.say(find("dt", line), label);
      if (value.msgid) words.say(said, value.msgid);
      else if (value.local) words.sayLocal(said, value.local);
      else said.textContent = value.text ?? "";
      said.classList.toggle("facts__none", value.msgid?.startsWith("not ") ?? false);
      words.say(find("button > span", line), change);
    });
  }

  /** @param {string} action */
  function newRow(action) {
    const line = document.createElement("div");
    line.innerHTML =
      '<dt></dt><dd></dd><dd><button type="button" class="kiosk-button"><span></span></button></dd>';
    find("button", line).dataset.action = action;
    return line;
  }

  /* ---- Service and ticket ---- */

  /** @param {string | null} slug */
  function forService(slug) {
    draft.service = slug;
    if (draft.ticket && draft.ticket.service !== slug) draft.ticket = null;
    open("complaint-check");
  }

  async function nameTicket() {
    const mine = turn;
    const number = pad.number();
    if (!number || pad.busy()) return;
    pad.wait(true);
    let ticket = null;
    try {
      ticket = await findTicket(number);
    } catch {
      // Told as a number that is not known: the complaint can be sent without it.
    }
    if (mine !== turn || screen() !== "complaint-ticket") return;
    pad.wait(false);
    if (!ticket) {
      pad.refuse();
      return;
    }
    draft.ticket = ticket;
    if (list.find(ticket.service)) draft.service = ticket.service;
    open("complaint-check");
  }

  /* ---- Sending ---- */

  /** The topic stands in both languages: whoever answers reads one of them. */
  function wholeText() {
    const topic = ["kk", "ru"]
      .map((language) => words.text(draft.topic ?? "", language))
      .join(" / ");
    const own = field.value.replace(UNPRINTABLE, " ").trim();
    return own ? `${topic}\n${own}` : topic;
  }

  async function send() {
    if (sending || screen() !== "complaint-check" || !draft.topic) return; // a second press
    sending = true;
    const mine = turn;
    const order = {
      text: wholeText(),
      service: draft.service,
      ticket: draft.ticket?.id ?? null,
      form: FORM,
      language: words.language(),
    };
    const text = JSON.stringify(order);
    if (text !== sent.text) sent = { key: newKey(), text };
    find("[data-complaint-problem]").hidden = true;
    open("moment");
    try {
      const answer = await sendComplaint(
        { ...order, idempotency_key: sent.key },
        { unsure: () => mine === turn && kit.unsure(UNSURE) },
      );
      if (mine === turn) accepted(answer);
    } catch {
      if (mine === turn) refused();
    }
  }

  /** @param {Complaint} answer */
  function accepted(answer) {
    forget(); // nothing that was typed outlives the answer
    talon.show(answer);
  }

  function refused() {
    sending = false;
    find("[data-complaint-problem]").hidden = false;
    open("complaint-check");
  }

  function forget() {
    turn += 1;
    sending = false;
    draft = { ...EMPTY };
    sent = { key: "", text: "" };
    field.value = "";
    find("[data-complaint-facts]").replaceChildren();
    find("[data-complaint-problem]").hidden = true;
    pad.clear();
  }

  return {
    actions: {
      "help-complain": () => open("complaint-topic"),
      "complaint-topic": choose,
      "help-key": keyboard.press,
      "complaint-written": () => open("complaint-check"),
      "complaint-change-topic": () => open("complaint-topic"),
      "complaint-change-text": () => open("complaint-text"),
      "complaint-change-service": () => open("complaint-service"),
      "complaint-change-ticket": () => pad.open(),
      "complaint-for": (/** @type {HTMLElement} */ { dataset }) => forService(dataset.slug ?? null),
      "complaint-no-service": () => forService(null),
      "ticket-key": (/** @type {HTMLElement} */ { dataset }) => pad.press(dataset.key ?? ""),
      "complaint-ticket-typed": nameTicket,
      "complaint-no-ticket": () => {
        draft.ticket = null;
        open("complaint-check");
      },
      "complaint-send": send,
      "help-done": () => kit.restart(),
    },
    draw,
    /** @type {(event: KeyboardEvent, shown: string) => boolean} */
    typed(event, shown) {
      if (shown === "complaint-text") return keyboard.typed(event);
      if (shown === "complaint-ticket") return pad.typed(event);
      return false;
    },
    clear() {
      forget();
      talon.clear();
    },
  };
}

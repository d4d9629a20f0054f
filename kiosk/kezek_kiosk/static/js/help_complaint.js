/* A complaint at the kiosk: a topic, a few words if liked, a look at it, and the talon. */

import { findTicket, sendComplaint } from "./help_server.js";
import { makeKeyboard } from "./help_keyboard.js";
import { makeTalon } from "./help_talon.js";
import { makeTicketPad } from "./help_ticket_pad.js";

const FORM = "electronic";
const UNSURE = "We do not know yet whether your complaint was registered";
const EMPTY = { topic: null, service: null, ticket: null };
const UNPRINTABLE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\ud800-\udfff]/gu;

export function makeComplaint(kit, list) {
  const { words, open, screen, newKey } = kit;
  const find = (name) => document.querySelector(`[data-${name}]`);
  const field = find("typed");
  const talon = makeTalon(kit);
  const keyboard = makeKeyboard({
    keys: find("keys"),
    field,
    name: (msgid) => words.text(msgid, words.language()),
  });
  const pad = makeTicketPad({ ...kit, find });

  let draft = { ...EMPTY };
  let sent = { key: null, text: null }; // the last try: the same words keep their key
  let sending = false;
  let turn = 0;

  function choose(button) {
    draft.topic = button.dataset.topic;
    if (!field.value) keyboard.show(words.language());
    else keyboard.show(keyboard.layout());
    open("complaint-text");
  }

  /** What stands in the empty field; a small screen has no room for the question above it. */
  function drawHint() {
    const asked = document.body.classList.contains("kiosk--compact");
    const hint = ["You may leave this empty"];
    if (asked) hint.unshift("Write what happened, if you like");
    const told = hint.flatMap((msgid) => words.parts(msgid).map(({ text }) => text));
    field.placeholder = told.join(". ");
  }

  /* ---- Check ---- */

  function draw(shown) {
    if (shown === "complaint-check") drawCheck();
    else if (shown === "complaint-ticket") pad.draw();
    else if (shown === "complaint-text") drawHint();
    talon.draw(shown);
  }

  function drawCheck() {
    const service = list.find(draft.service);
    const rows = [
      row("Topic", { msgid: draft.topic }, "complaint-change-topic", "Change"),
      row(
        "What happened",
        field.value.trim() ? { text: field.value.trim() } : { msgid: "not written" },
        "complaint-change-text",
        "Change",
      ),
      row(
        "Service",
        service ? { local: service.title } : { msgid: "not named" },
        "complaint-change-service",
        service ? "Change" : "Name it",
      ),
      row(
        "Your ticket",
        draft.ticket ? { text: draft.ticket.number } : { msgid: "not named" },
        "complaint-change-ticket",
        draft.ticket ? "Change" : "Name it",
      ),
    ];
    update(find("complaint-facts"), rows);
  }

  function row(label, value, action, change) {
    return { label, value, action, change };
  }

  /** Rows keep their elements, so that focus is not lost when the page is drawn again. */
  function update(facts, rows) {
    rows.forEach(({ label, value, action, change }, at) => {
      const line = facts.children[at] ?? facts.appendChild(newRow(action));
      const [term, said, button] = line.children;
      words.say(term, label);
      if (value.msgid) words.say(said, value.msgid);
      else if (value.local) words.sayLocal(said, value.local);
      else said.textContent = value.text;
      said.classList.toggle("facts__none", value.msgid?.startsWith("not ") ?? false);
      words.say(button.querySelector("span"), change);
    });
  }

  function newRow(action) {
    const line = document.createElement("div");
    const button = document.createElement("dd");
    button.innerHTML = '<button type="button" class="kiosk-button"><span></span></button>';
    button.firstElementChild.dataset.action = action;
    line.append(document.createElement("dt"), document.createElement("dd"), button);
    return line;
  }

  /* ---- Service and ticket ---- */

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
    const topic = ["kk", "ru"].map((language) => words.text(draft.topic, language)).join(" / ");
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
    const told = JSON.stringify(order);
    if (told !== sent.text) sent = { key: newKey(), text: told };
    find("complaint-problem").hidden = true;
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

  function accepted(answer) {
    forget(); // nothing that was typed outlives the answer
    talon.show(answer);
  }

  function refused() {
    sending = false;
    find("complaint-problem").hidden = false;
    open("complaint-check");
  }

  function forget() {
    turn += 1;
    sending = false;
    draft = { ...EMPTY };
    sent = { key: null, text: null };
    field.value = "";
    find("complaint-facts").replaceChildren();
    find("complaint-problem").hidden = true;
    pad.clear();
  }

  return {
    actions: {
      "help-complain": () => open("complaint-topic"),
      "complaint-topic": choose,
      "help-key": (button) => keyboard.press(button),
      "complaint-written": () => open("complaint-check"),
      "complaint-change-topic": () => open("complaint-topic"),
      "complaint-change-text": () => open("complaint-text"),
      "complaint-change-service": () => open("complaint-service"),
      "complaint-change-ticket": () => pad.open(),
      "complaint-for": (button) => forService(button.dataset.slug),
      "complaint-no-service": () => forService(null),
      "ticket-key": (button) => pad.press(button.dataset.key),
      "complaint-ticket-typed": nameTicket,
      "complaint-no-ticket": () => {
        draft.ticket = null;
        open("complaint-check");
      },
      "complaint-send": send,
      "help-done": () => kit.restart(),
    },
    draw,
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

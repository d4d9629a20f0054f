/* The kiosk: one question a screen, at most three touches to a ticket. */

import { makeHelp } from "./help.js";
import { makeAloud } from "./kiosk_aloud.js";
import { fitScreen } from "./kiosk_fit.js";
import { makeLeaving, watchIdle } from "./kiosk_idle.js";
import { watchKeys } from "./kiosk_keys.js";
import { makePickUp } from "./kiosk_pickup.js";
import { numberIn } from "./key_place.js";
import { followScans } from "./kiosk_scanner.js";
import { drawPager, drawTiles, factRows, pagesOf } from "./kiosk_tiles.js";
import {
  TICKETS, fetchSpeech, followPrint, keepToken, newKey, pairedHeaders, pickUpOf, postOrder,
  readReceipt, readState,
} from "./kiosk_server.js";
import { BOTH, makeWords, waitWords } from "./kiosk_words.js";
import { pageData } from "./live.js";
import { watchWedge } from "./scanner.js";
import { watchPresses, watchScreen } from "./steady.js";

const STATE_SECONDS = 5;
const FAILURES_UNTIL_GONE = 2;
const NUMBER_WITHOUT_PAPER_SECONDS = 60; // time to write the number down or scan the code
const ROOM_FOR_BOTH_MM = 300; // screens lower than this show one language at a time
const HIGHEST_REACH_MM = 1100; // a low screen has nothing to lower
const COMPACT_MM = 170; // a 10-inch screen
// The smallest glass of either layout; on a smaller one, all is drawn smaller.
const FULL_MM = { height: 194, width: 0 };
const SMALLEST_MM = { height: 136, width: 217 };
const WITH_ENTRANCES = ["services", "closed"];
const OF_PICK_UP = ["receipt", "answer"];
const WITHOUT_A_SCAN = ["moment", "unsure", "gone", "pairing", null];
const WITHOUT_A_QUESTION = ["ticket", "moment", "unsure", "closed", "gone", "pairing", "complaint-sent"];
const TICKET_UNSURE = "We do not know yet whether your ticket was given";
const CLOSED_HEADINGS = {
  hours: "The office is closed",
  break: "The office is on a break",
  last_tickets: "Tickets are no longer given out today",
  day_limit: "All tickets for today have been given out",
};
const REFUSALS = {
  day_limit_reached:
    "All tickets for this service have been given out today. Choose another service or ask the staff.",
  unknown_service: "This service is not offered now. Choose another service or ask the staff.",
  unknown_stage: "This service is not offered now. Choose another service or ask the staff.",
};

const data = pageData();
const root = document.documentElement;
const find = (selector, within = document) => within.querySelector(selector);
const findAll = (selector, within = document) => [...within.querySelectorAll(selector)];

const heightMm = innerHeight / data.px_per_mm;
const compact = heightMm < COMPACT_MM;
const least = compact ? SMALLEST_MM : FULL_MM;
const widthMm = innerWidth / data.px_per_mm;
const pxPerMm = data.px_per_mm * Math.min(1, heightMm / least.height, widthMm / least.width);
root.style.setProperty("--mm", `${pxPerMm}px`);
root.style.setProperty("--floor", String(data.floor_mm));
document.body.classList.toggle("kiosk--compact", compact);
find('[data-tool="lower"]').hidden = data.floor_mm + heightMm <= HIGHEST_REACH_MM;
const startMode = heightMm >= ROOM_FOR_BOTH_MM ? BOTH : "kk";
const words = makeWords(data.texts, startMode);
const aloud = makeAloud({
  fetchSound: fetchSpeech,
  words,
  shown: () => (find("[data-idle]").open ? find("[data-idle]") : find(`main [data-screen="${screen}"]`)),
  button: find('[data-tool="speak"]'),
  label: find('[data-tool="speak"] span'),
});
const leaving = makeLeaving({ busy: () => aloud.speaking(), leave: restart });

let state = null; // what the server last said
let failures = 0;
let screen = null;
let page = 0;
let chosen = null; // the slug of the service
let visit = 0; // grows with every new visitor: late answers to the last one are dropped
let ticketShown = null;
let asked = null; // the ticket that was asked for: {address, order, refused}

const serviceChosen = () => state?.services.find((one) => one.service === chosen);

const pickUp = makePickUp({
  words,
  find,
  open: (name) => open(name),
  state: () => state,
  visit: () => visit,
  hasScanner: data.scanner,
  lookUp: readReceipt,
  collect: (found) => collect(found),
  speakAs: (language) => {
    // Whoever chose no language is answered in that of the receipt, where the screen lacks it.
    const chosen = words.mode() !== startMode;
    if (!chosen && language && !words.languages().includes(language)) words.setMode(language);
  },
});

const help = makeHelp({
  words,
  data,
  newKey,
  open: (name) => open(name),
  restart: () => restart(),
  begin: () => open(startScreen()),
  screen: () => screen,
  state: () => state,
  speaking: () => aloud.speaking(),
  unsure: (heading) => beUnsure(heading),
});

/* ---- Screens ---- */

function open(name, { focus = true } = {}) {
  const changed = name !== screen;
  if (changed) aloud.hush();
  screen = name;
  document.body.dataset.shown = name;
  for (const section of findAll("[data-screen]", find("main"))) {
    section.hidden = section.dataset.screen !== name;
  }
  draw();
  if (focus) find(`[data-screen="${name}"] h1`, find("main"))?.focus({ preventScroll: true });
  if (changed && name !== "moment") aloud.read();
}

function draw() {
  words.sayAll();
  words.sayLocal(find("[data-office]"), data.office);
  if (state) drawClock();
  for (const button of findAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === words.mode()));
  }
  find("[data-entrances]").hidden = !WITH_ENTRANCES.includes(screen);
  const service = serviceChosen();
  if (service) {
    for (const title of findAll("[data-service-title]")) words.sayLocal(title, service.title);
  }
  if (screen === "services" && state) drawServices();
  if (screen === "confirm" && service) drawFacts(service);
  if (screen === "stage" && service) drawStages(service);
  if (screen === "closed" && state) drawClosed();
  if (screen === "ticket" && ticketShown) drawTicket();
  pickUp.draw(screen);
  help.draw(screen);
  const section = find(`main [data-screen="${screen}"]`); // none before the server was heard
  if (section && fitScreen(section, pxPerMm)) help.draw(screen); // a memo has pages of its size
  aloud.draw();
}

/** A guess is no time: where nobody knows it, the place of the clock says so. */
function drawClock() {
  const place = find("[data-clock]");
  place.classList.toggle("kiosk__clock--unknown", state.clock === null);
  if (state.clock === null) words.say(place, "The time is not known");
  else place.textContent = state.clock;
}

function drawServices() {
  page = Math.min(page, pagesOf(state.services) - 1);
  drawTiles({ list: find("[data-tiles]"), services: state.services, page, words });
  drawPager({ pager: find("[data-pager]"), services: state.services, page, words });
}

function drawStages(service) {
  for (const button of findAll("[data-stage]")) {
    button.hidden = !service.stages.includes(button.dataset.stage);
  }
}

function drawFacts(service) {
  const wait = waitWords(words, service.expected_wait_minutes);
  factRows(find("[data-facts]"), words, [
    ["Waiting now", String(service.waiting)],
    ["Expected wait", wait ?? "no forecast yet"],
    service.limit_minutes && [
      "Longest wait by the standard",
      (language) => words.text("%(minutes)s min", language, { minutes: service.limit_minutes }),
    ],
  ]);
}

function drawClosed() {
  words.say(find("[data-closed-heading]"), CLOSED_HEADINGS[state.closed] ?? CLOSED_HEADINGS.hours);
  find("[data-opens-label]").hidden = !state.opens;
  if (state.opens) words.sayLocal(find("[data-opens]"), state.opens);
  else words.say(find("[data-opens]"), "Ask the staff when the office opens");
}

/* ---- A visit ---- */

function restart() {
  visit += 1;
  leaving.cancel();
  aloud.end();
  chosen = null;
  asked = null;
  ticketShown = null;
  pickUp.reset();
  help.clear();
  page = 0;
  idle.stay();
  for (const tool of ["contrast", "larger", "lower"]) setTool(tool, false);
  words.setMode(startMode);
  open(startScreen());
}

function startScreen() {
  if (!state || failures >= FAILURES_UNTIL_GONE) return "gone";
  if (!state.may_issue) return "pairing";
  return state.closed ? "closed" : "services";
}

function choose(slug) {
  chosen = slug;
  open(serviceChosen().stages.length > 1 ? "stage" : "confirm");
}

function back() {
  if (help.back(screen)) return;
  if (screen === "stage" || screen === "confirm") open("services");
  else if (screen === "answer") open("receipt");
  else if (screen === "receipt") restart();
  else if (screen === "refused") restart();
  else if (screen === "services" && page > 0) turnPage(-1);
}

function turnPage(by) {
  if (screen !== "services") return;
  page = Math.min(Math.max(page + by, 0), pagesOf(state.services) - 1);
  open("services");
}

async function take(stage) {
  if (screen !== "stage" && screen !== "confirm") return; // a second press of the same button
  const service = serviceChosen();
  await ask({
    address: TICKETS,
    order: {
      service: service.service,
      stage: stage ?? service.stages[0],
      language: words.language(),
      category: null,
      idempotency_key: newKey(),
    },
  });
}

/** A ticket for the request of a receipt: to collect its result, or to mend its documents. */
async function collect(found) {
  if (screen !== "answer") return;
  // Whoever chose no language gets the ticket in that of the request.
  const spoken = words.mode() === BOTH ? {} : { language: words.language() };
  const order = { ...spoken, idempotency_key: newKey() };
  chosen = found.service;
  const stage = serviceChosen()?.stages[0] ?? "submission";
  await ask({
    ...(found.answer === "ready"
      ? { address: pickUpOf(found.number.replaceAll("-", "")), order }
      : { address: TICKETS, order: { ...order, service: chosen, stage, category: null } }),
    async refused(error) {
      if (!["not_ready", "unknown_request", "office_closed"].includes(error.problem?.code)) {
        refuse(error);
        return;
      }
      await askState();
      pickUp.lookAgain();
    },
  });
}

/** Ask for a ticket. The order keeps its key: whoever tries again never gets a second one. */
async function ask(wish) {
  const mine = visit;
  asked = wish;
  open("moment");
  try {
    const ticket = await postOrder(wish.address, wish.order, {
      unsure: () => mine === visit && beUnsure(TICKET_UNSURE),
    });
    if (mine === visit) showTicket(ticket, mine);
  } catch (error) {
    if (mine === visit) await (wish.refused ?? refuse)(error);
  }
}

/** Nobody knows yet what became of an order: said, until the server is back and tells. */
function beUnsure(heading) {
  find("[data-unsure]").dataset.text = heading;
  open("unsure");
}

/** A scan begins a visit, whatever stood on the screen before. */
function scanned(code, at = performance.now()) {
  if (WITHOUT_A_SCAN.includes(screen) || steady.settling(at)) return;
  if (screen === "ticket" && ticketShown?.request?.replaceAll("-", "") === numberIn(code)) return;
  idle.stay();
  if (screen === "ticket" || screen === "refused") restart();
  aloud.hush();
  pickUp.scanned(code);
}

function refuse(error) {
  const code = error.problem?.code;
  if (error.status < 500) asked = null; // an answer: nothing is left to ask again
  if (code === "office_closed") {
    askState().then(restart);
    return;
  }
  const advice = "Something went wrong on our side. Please try again or ask the staff.";
  find("[data-refusal]").dataset.text = REFUSALS[code] ?? advice;
  open("refused");
}

/* ---- The ticket ---- */

function showTicket(ticket, mine) {
  ticketShown = { ...ticket, paper: "printing" };
  if (ticket.request && !ticket.print_job) {
    ticketShown.paper = ticket.window ? "called" : "again"; // taken before: no second paper
    leaving.after(NUMBER_WITHOUT_PAPER_SECONDS);
    open("ticket");
    return;
  }
  open("ticket");
  followPrint(ticket.print_job, (paper) => {
    if (mine !== visit) return false;
    if (ticketShown.paper === paper && paper === "printing") return true;
    const changed = ticketShown.paper !== paper;
    ticketShown.paper = paper;
    draw();
    if (changed) aloud.readAgain();
    leaving.after(paper === "printed" ? data.ticket_page_seconds : NUMBER_WITHOUT_PAPER_SECONDS);
    return true;
  });
}

const TICKET_HEADINGS = {
  printing: "Your ticket is being printed",
  printed: "Take your ticket",
  not_printed: "The ticket was not printed, but you are in the queue",
  again: "You have a ticket already",
  called: "You are being called: go to window %(window)s",
};
const ADVICE = {
  printing: [],
  printed: [["board", "Watch the board: your number will appear there"]],
  not_printed: [
    ["number", "Remember your number or take a photo of it"],
    ["code", "Scan the code: your phone will show your turn"],
    ["staff", "If you need a paper ticket, ask the staff"],
  ],
  again: [
    ["board", "Watch the board: your number will appear there"],
    ["code", "Scan the code: your phone will show your turn"],
    ["staff", "If you need a paper ticket, ask the staff"],
  ],
  called: [],
};
const WITH_CODE = ["not_printed", "again"];
const WATCH_BOARD = ADVICE.printed[0];

/** Where no phone reaches the server there is no code, and the board is named in its place. */
function advised(paper, withCode) {
  if (withCode) return ADVICE[paper];
  const kept = ADVICE[paper].filter(([icon]) => icon !== "code");
  const needsBoard = kept.length < ADVICE[paper].length && !kept.some(([icon]) => icon === "board");
  return needsBoard ? [kept[0], WATCH_BOARD, ...kept.slice(1)] : kept;
}

function drawTicket() {
  const { number, paper, ahead, status_url: address } = ticketShown;
  const wait = waitWords(words, ticketShown.expected_wait_minutes);
  document.body.dataset.paper = paper;
  words.say(find("[data-ticket-heading]"), TICKET_HEADINGS[paper], { window: ticketShown.window });
  find("[data-ticket-number]").textContent = number;
  const code = find("[data-ticket-code]");
  const withCode = WITH_CODE.includes(paper) && Boolean(address);
  if (withCode && !code.src) code.src = `/t/${address.split("/").filter(Boolean).at(-1)}/qr.svg`;
  if (!withCode) code.removeAttribute("src");
  code.hidden = !withCode;
  find("[data-advice]").replaceChildren(
    ...advised(paper, withCode).map(([icon, msgid]) => {
      const row = document.createElement("li");
      const said = document.createElement("span");
      words.say(said, msgid);
      row.append(find(`#advice-${icon}`).content.cloneNode(true), said);
      return row;
    }),
  );
  factRows(find("[data-ticket-facts]"), words, [
    ["Ahead of you", String(ahead)],
    wait && ["Expected wait", wait],
  ]);
  find('[data-action="done"]').hidden = paper === "printing";
}

/* ---- Tools ---- */

function setTool(tool, on) {
  const button = find(`[data-tool="${tool}"]`);
  button.setAttribute("aria-pressed", String(on));
  if (tool === "contrast") root.dataset.theme = on ? "contrast" : "light";
  else document.body.classList.toggle(`kiosk--${tool}`, on);
}

function toggleTool(tool) {
  if (tool === "speak") {
    aloud.toggle();
    return;
  }
  const button = find(`[data-tool="${tool}"]`);
  setTool(tool, button.getAttribute("aria-pressed") !== "true");
  draw();
}

function setLanguage(language) {
  aloud.hush();
  words.setMode(words.mode() === language && startMode === BOTH ? BOTH : language);
  draw();
  aloud.read();
}

/* ---- The server ---- */

async function askState() {
  try {
    state = await readState();
    failures = 0;
  } catch (error) {
    if (error.status === 401) keepToken(null); // the device token was revoked
    failures += 1;
  }
}

async function keepAsking() {
  await askState();
  follow();
  setTimeout(keepAsking, STATE_SECONDS * 1000);
}

/** Bring the screen in line with what is known, unless a visitor is busy with a ticket. */
function follow() {
  if (["ticket", "moment", "unsure", "refused"].includes(screen)) return;
  const start = startScreen();
  // Nothing closes the help: what is read or written there outlives a server that starts anew.
  if (help.has(screen) || (OF_PICK_UP.includes(screen) && WITH_ENTRANCES.includes(start))) {
    draw();
    return;
  }
  const atStart = ["closed", "gone", "pairing", null].includes(screen);
  if (failures > 0 && failures < FAILURES_UNTIL_GONE && screen !== null) return;
  if (start !== "services" ? screen !== start : atStart) restart();
  else if (screen !== "pairing") draw();
}

async function pair(event) {
  event.preventDefault();
  const field = find("#pairing-token");
  keepToken(field.value.trim());
  await askState();
  find("[data-pairing-problem]").hidden = Boolean(state?.may_issue) && failures === 0;
  if (state?.may_issue && failures === 0) {
    field.value = "";
    restart();
  } else {
    keepToken(null);
    failures = 0;
  }
}

/* ---- Touches and keys ---- */

const actions = {
  ...help.actions,
  choose: (button) => choose(button.dataset.service),
  take: (button) => take(button.dataset.stage),
  back,
  restart,
  "try-again": () => (asked ? ask(asked) : restart()),
  done: restart,
  here: () => idle.stay(),
  "next-page": () => help.turn(screen, 1) || turnPage(1),
  "previous-page": () => help.turn(screen, -1) || turnPage(-1),
  language: (code) => setLanguage(code),
  speak: () => aloud.toggle(),
  receipt: () => pickUp.enter(),
  digit: (pressed) => pickUp.press(pressed.dataset?.digit ?? pressed),
  erase: () => (pickUp.isEmpty() ? back() : pickUp.erase()),
  check: () => pickUp.check(),
  collect: () => pickUp.collect(),
};

function pressed(button) {
  if (button.dataset.tool !== "speak") aloud.hush();
  if (button.dataset.language) setLanguage(button.dataset.language);
  else if (button.dataset.tool) toggleTool(button.dataset.tool);
  else actions[button.dataset.action]?.(button);
}

const steady = watchScreen();
watchPresses({ act: pressed, settling: steady.settling });
document.addEventListener("contextmenu", (event) => event.preventDefault());
document.addEventListener("dragstart", (event) => event.preventDefault());
document.addEventListener("wheel", (event) => event.ctrlKey && event.preventDefault(), {
  passive: false,
});
find("[data-pairing]").addEventListener("submit", pair);
const typing = () => screen === "receipt" && !find("[data-idle]").open;
const wedge = watchWedge({ onCode: scanned, typing });
watchKeys({
  scope: () => (find("[data-idle]").open ? find("[data-idle]") : document.body),
  act: (name, value) => actions[name]?.(value),
  typing,
  hold: wedge.hold,
  settling: steady.settling,
  typed: (event) => !find("[data-idle]").open && help.typed(event),
});

const idle = watchIdle({
  dialog: find("[data-idle]"),
  idleSeconds: data.idle_seconds,
  warningSeconds: data.warning_seconds,
  needed: () => !WITHOUT_A_QUESTION.includes(screen) && !isFresh(),
  busy: () => aloud.speaking(),
  warned: aloud.read,
  tell: (seconds) =>
    words.say(find("[data-idle-seconds]"), "The screen starts afresh in %(seconds)s s", { seconds }),
  reset: restart,
});

/** Whether the screen is as the next visitor should find it. */
function isFresh() {
  const tools = findAll('[data-tool]:not([data-tool="speak"])[aria-pressed="true"]');
  const asIs = words.mode() === startMode && tools.length === 0 && !aloud.wanted();
  return screen === "services" && page === 0 && asIs;
}

words.setMode(startMode);
keepAsking();
followScans({ screen: data.screen, headers: pairedHeaders, onCode: scanned });

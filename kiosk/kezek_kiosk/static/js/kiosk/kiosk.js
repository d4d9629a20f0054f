// @ts-check
/* The kiosk: one question a screen, at most three touches to a ticket. Each screen has a module; here
   they are put together, and one of them is shown. */

import { makeHelp } from "../help/help.js";
import { find, findAll, maybe, pageData } from "../common/page.js";
import { watchPairing } from "../common/pairing.js";
import { watchWedge } from "../common/scanner.js";
import { watchPresses, watchScreen } from "../common/steady.js";
import { showChosen } from "../common/words.js";
import { makeAloud } from "./aloud.js";
import { makeChoice } from "./choice.js";
import { fitScreen } from "./fit.js";
import { fitGlass, isLayoutReset, resetLayout, showScreen, toggleLayout } from "./glass.js";
import { watchIdle } from "./idle.js";
import { watchKeys } from "./keys.js";
import { watchOffice } from "./office.js";
import { makeOrder } from "./order.js";
import { makePickUp } from "./pick_up.js";
import { followScans } from "./scans.js";
import { fetchSpeech } from "./server.js";
import { makeTicket } from "./ticket.js";
import { makeWords } from "./words.js";

/** @import { Act, Kit, PageData, Screens } from "./kit.js" */

const BUSY = ["ticket", "moment", "unsure", "refused"];
const WITH_ENTRANCES = ["services", "closed"];
const OF_PICK_UP = ["receipt", "answer"];
const WITHOUT_A_SCAN = ["moment", "unsure", "gone", "pairing", null];
const WITHOUT_A_QUESTION = ["ticket", "moment", "unsure", "closed", "gone", "pairing", "complaint-sent"];

/** @type {PageData} */
const data = pageData();
const { pxPerMm, startMode } = fitGlass(data);
const words = makeWords(data.texts, startMode);
const office = watchOffice(words);
/** @type {HTMLDialogElement} */
const question = find("[data-idle]");
/** @type {string | null} */
let screen = null;
let visit = 0;
let listening = false;

/** @param {string | null} name */
const sectionOf = (name) => maybe(`main [data-screen="${name}"]`); // none before the server was heard
const aloud = makeAloud({
  fetchSound: fetchSpeech,
  words,
  shown: () => (question.open ? question : (sectionOf(screen) ?? document.body)),
  button: maybe('[data-tool="speak"]'),
  label: maybe("[data-speak-word]"),
});
/** @type {Kit} */
const kit = {
  data, words, aloud, office, open, draw, restart, unsure,
  screen: () => screen,
  visit: () => visit,
};
const ticket = makeTicket(kit);
const order = makeOrder(kit, ticket.show);
const choice = makeChoice(kit, order);
const pickUp = makePickUp(kit, { choice, order });
const help = makeHelp(kit);
/** @type {Screens[]} */
const all = [help, choice, order, pickUp, ticket, office];

/* ---- Screens ---- */

/** @param {string} name */
function open(name) {
  const changed = name !== screen;
  if (changed) aloud.hush();
  screen = name;
  showScreen(name);
  draw();
  maybe("h1", sectionOf(name) ?? undefined)?.focus({ preventScroll: true });
  if (changed && name !== "moment") aloud.read();
}

function draw() {
  words.sayAll();
  words.sayLocal(find("[data-office]"), data.office);
  showChosen(findAll("[data-language]"), words.mode());
  find("[data-entrances]").hidden = !WITH_ENTRANCES.includes(screen ?? "");
  if (screen !== null) for (const each of all) each.draw(screen);
  const section = sectionOf(screen);
  const resized = section !== null && fitScreen(section, pxPerMm);
  if (resized && screen !== null) help.draw(screen); // a memo has pages of its size
  aloud.draw();
}

/** @param {string} heading */
function unsure(heading) {
  find("[data-unsure]").dataset.text = heading;
  open("unsure");
}

function restart() {
  visit += 1;
  aloud.end();
  for (const each of all) each.clear();
  idle.stay();
  resetLayout();
  words.reset();
  open(office.startScreen());
}

function back() {
  const shown = screen;
  if (shown !== null) all.some((each) => each.back?.(shown));
}

/** @param {number} by */
function turn(by) {
  const shown = screen;
  if (shown !== null) all.some((each) => each.turn?.(shown, by));
}

/** Bring the screen in line with what is known, unless a visitor is busy with a ticket. */
function follow() {
  followOffice();
  listen();
}

function followOffice() {
  if (screen !== null && BUSY.includes(screen)) return;
  // Nothing closes the help: what is read or written there outlives a server that starts anew.
  const pickingUp = OF_PICK_UP.includes(screen ?? "") && WITH_ENTRANCES.includes(office.startScreen());
  const stays = pickingUp || help.has(screen ?? "");
  if (!stays && office.overrules(screen)) restart();
  else if (screen !== "pairing") draw();
}

/** Hear the scanner beside the screen once a screen takes scans: what it read before would be lost. */
function listen() {
  if (listening || WITHOUT_A_SCAN.includes(screen)) return;
  listening = true;
  followScans({ screen: data.screen, onCode: scanned });
}

/**
 * A scan begins a visit, whatever stood on the screen before; a screen that has just come too.
 *
 * @param {string} code
 */
function scanned(code) {
  if (WITHOUT_A_SCAN.includes(screen)) return;
  if (screen === "ticket" && ticket.isFor(code)) return;
  idle.stay();
  if (screen === "ticket" || screen === "refused") restart();
  aloud.hush();
  pickUp.scanned(code);
}

/* ---- Touches and keys ---- */

/** @type {{[action: string]: Act}} */
const actions = {
  ...Object.assign({}, ...all.map((each) => each.actions)),
  back,
  restart,
  done: restart,
  here: () => idle.stay(),
  "next-page": () => turn(1),
  "previous-page": () => turn(-1),
  language: speakAs,
  speak: aloud.toggle,
};

/** @param {string} language */
function speakAs(language) {
  aloud.hush();
  words.choose(language);
  draw();
  aloud.read();
}

/** @param {HTMLElement} button */
function pressed(button) {
  const { action, language, tool } = button.dataset;
  if (tool === "speak") {
    aloud.toggle();
    return;
  }
  aloud.hush();
  if (language) speakAs(language);
  else if (action) actions[action]?.(button);
  else if (tool) {
    toggleLayout(tool);
    draw();
  }
}

const steady = watchScreen();
watchPresses({ act: pressed, settling: steady.settling });
document.addEventListener("contextmenu", (event) => event.preventDefault());
document.addEventListener("dragstart", (event) => event.preventDefault());
document.addEventListener("wheel", (event) => event.ctrlKey && event.preventDefault(), {
  passive: false,
});
const typing = () => screen === "receipt" && !question.open;
const wedge = watchWedge({ onCode: scanned, typing });
watchKeys({
  scope: () => (question.open ? question : document.body),
  act: (name, value) => actions[name]?.(value),
  typing,
  hold: wedge.hold,
  settling: steady.settling,
  typed: (event) => !question.open && help.typed(event),
});

const idle = watchIdle({
  dialog: question,
  idleSeconds: data.idle_seconds,
  warningSeconds: data.warning_seconds,
  needed: () => !WITHOUT_A_QUESTION.includes(screen ?? "") && !isFresh(),
  busy: aloud.speaking,
  warned: aloud.read,
  tell: (seconds) =>
    words.say(find("[data-idle-seconds]"), "The screen starts afresh in %(seconds)s s", { seconds }),
  reset: restart,
});

/** Whether the screen is as the next visitor should find it. */
const isFresh = () =>
  screen === "services" && choice.isFresh() && words.isAsAtStart() && isLayoutReset() && !aloud.wanted();

watchPairing(async () => {
  const paired = await office.isPaired();
  if (paired) restart();
  return paired;
});
words.reset();
office.keepKnowing(follow);

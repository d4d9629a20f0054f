// @ts-check
/* The tablet at a window: calm, until a visit there is over; then one question a screen. Every touch
   is an answer: whoever leaves half-way has answered what they touched and left out the rest. */

import { find, pageData, pause } from "../common/page.js";
import { watchPairing } from "../common/pairing.js";
import { faultOf } from "../common/server.js";
import { watchPresses, watchScreen } from "../common/steady.js";
import { makeAnswers } from "./answers.js";
import { drawQuestion, showScreen, speak } from "./screens.js";
import { makeOutbox, readState, sendAnswers } from "./server.js";

/**
 * @import { Fault } from "../common/server.js"
 * @import { State, Visit } from "./server.js"
 */

const THANKS_MS = 6_000;
const FAILURES_UNTIL_GONE = 3;
const KEPT_FROM_GONE = ["question", "moment", "pairing", "gone"];
const BOTH = ["kk", "ru"];

/** @type {{window: number, texts: object, ask_seconds: number, idle_seconds: number}} */
const data = pageData();
const outbox = makeOutbox();
/** @type {string | null} */
let screen = null;
/** @type {Visit | null} asked about now. */
let visit = null;
let answers = makeAnswers();
let touchedAt = 0;
let failures = 0;
/** @type {number | undefined} */
let calmTimer;
/** @type {Set<string>} tickets that are not asked about again. */
const done = new Set();

/* ---- Screens ---- */

/** @param {string} name */
function open(name) {
  clearTimeout(calmTimer);
  const changed = screen !== name;
  screen = name;
  showScreen(name);
  if (name === "question") drawQuestion(answers);
  const heading = find(`section[data-screen="${name}"] h1`);
  if (changed || name === "question") heading.focus({ preventScroll: true });
}

/** A screen for nobody in particular. @param {string} name */
function openForAll(name) {
  visit = null;
  speak(BOTH);
  open(name);
}

const calm = () => openForAll("calm");

/** @param {Visit} next */
function ask(next) {
  visit = next;
  answers = makeAnswers();
  touchedAt = performance.now();
  find("[data-number]").textContent = next.number;
  speak([next.language in data.texts ? next.language : "kk"]);
  open("question");
}

/* ---- Answers ---- */

function goOn() {
  if (answers.isLast()) {
    finish();
    return;
  }
  answers.move(1);
  open("question");
}

async function finish() {
  const asked = visit;
  const letter = letterOf();
  if (!letter) {
    calm();
    return;
  }
  open("moment");
  const outcome = await sendAnswers(letter);
  if (outcome === "later") outbox.put(letter);
  if (visit !== asked) return; // the next visit is over by now
  if (outcome === "later") {
    failures = FAILURES_UNTIL_GONE;
    openForAll("gone");
    return;
  }
  open(outcome === "taken" ? "thanks" : "already");
  visit = null;
  calmTimer = setTimeout(calm, THANKS_MS);
}

/** Nobody is there any more: what was touched is sent without a word. */
function leave() {
  const letter = letterOf();
  if (letter) outbox.put(letter);
  calm();
  outbox.empty();
}

/** What was answered about the visit, which is not asked about again. */
function letterOf() {
  if (!visit) return null;
  done.add(visit.ticket);
  return answers.letter(visit.ticket);
}

/* ---- Touches ---- */

/** @type {{[way: string]: () => void}} */
const ways = {
  back: () => {
    answers.move(-1);
    open("question");
  },
  end: () => {
    letterOf();
    calm();
  },
  "leave-out": () => {
    answers.leaveOut();
    goOn();
  },
};

/** @param {HTMLElement} button */
function pressed({ dataset: { language, choice, way } }) {
  if (screen !== "question") return;
  if (language) {
    speak([language]);
    drawQuestion(answers);
  } else if (choice) {
    answers.give(choice === "yes");
    goOn();
  } else if (way) {
    ways[way]?.();
  }
}

watchPresses({ act: pressed, settling: watchScreen().settling });
for (const touch of ["pointerdown", "keydown"]) {
  document.addEventListener(touch, () => {
    touchedAt = performance.now();
  });
}
document.addEventListener("contextmenu", (event) => event.preventDefault());

/* ---- The server ---- */

/** Ask what is to be asked. Resolves with what went wrong. */
async function look() {
  let state;
  try {
    state = await readState(data.window);
  } catch (error) {
    const fault = faultOf(error);
    if (isRefused(fault)) pair();
    else fail();
    return fault;
  }
  follow(state);
  return null;
}

/** @param {Fault} fault */
const isRefused = ({ status }) => status === 401 || status === 403;

function pair() {
  failures = 0;
  if (screen !== "pairing") openForAll("pairing");
}

function fail() {
  failures += 1;
  if (failures < FAILURES_UNTIL_GONE || KEPT_FROM_GONE.includes(screen ?? "")) return;
  speak(BOTH);
  open("gone");
}

/** @param {State} state */
function follow(state) {
  failures = 0;
  outbox.empty();
  if (screen === "pairing" || screen === "gone" || screen === null) calm();
  const next = state.visit && !done.has(state.visit.ticket) ? state.visit : null;
  if (screen === "moment") return;
  if (next && next.ticket !== visit?.ticket) {
    if (visit) leave();
    ask(next);
  } else if (state.busy && (screen === "thanks" || screen === "already")) {
    calm();
  } else if (state.busy && visit) {
    leave();
  }
}

function watchIdle() {
  const idleMs = performance.now() - touchedAt;
  if (screen === "question" && idleMs >= data.idle_seconds * 1000) leave();
}

async function keepLooking() {
  for (;;) {
    await look();
    await pause(data.ask_seconds * 1000);
  }
}

watchPairing(async () => {
  const fault = await look();
  if (fault) return isRefused(fault) ? false : null;
  return true;
});
speak(BOTH);
setInterval(watchIdle, 1000);
keepLooking();

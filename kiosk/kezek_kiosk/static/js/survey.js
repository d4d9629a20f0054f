/* The tablet at a window: calm, until a visit there is over; then one question a screen. Every touch
   is an answer: whoever leaves half-way has answered what they touched and left out the rest. */

import { fill, pageData } from "./live.js";
import { watchPresses, watchScreen } from "./steady.js";
import { keepToken, postAnswers, readState, sendAnswers } from "./survey_server.js";

const SATISFIED = ["process", "information", "politeness"];
const COMPLAINED = "complained";
const OF_COMPLAINTS = ["complaint_procedure", "complaint_term"];
const THANKS_MS = 6_000;
const FAILURES_UNTIL_GONE = 3;
const BOTH = ["kk", "ru"];

const data = pageData();
const find = (selector) => document.querySelector(selector);
const all = (selector) => [...document.querySelectorAll(selector)];

let screen = null;
let languages = BOTH;
let visit = null; // the visit asked about now
let answers = {};
let complained = false;
let place = 0; // of the question in the list of steps
let touchedAt = 0;
let failures = 0;
let calmTimer = null;
const done = new Set(); // tickets that are not asked about again
const outbox = []; // answers that the server could not be given yet

/* ---- Words ---- */

const text = (key, language, values) => fill(data.texts[language][key], values);

function put(element, textIn) {
  const told = new Map(languages.map((language) => [textIn(language), language]).reverse());
  const parts = [...told].reverse().map(([words, language]) => {
    const span = document.createElement("span");
    span.className = "words";
    span.lang = language;
    span.textContent = words;
    return span;
  });
  element.replaceChildren(...parts);
}

const say = (element, key, values) => put(element, (language) => text(key, language, values));

function speak(chosen) {
  languages = chosen;
  document.documentElement.lang = chosen[0];
  put(find("[data-office]"), (language) => data.office[language] || data.office.kk);
  for (const element of all("[data-text]")) say(element, element.dataset.text);
  for (const button of all("[data-language]")) {
    button.setAttribute("aria-pressed", String(chosen.length === 1 && button.dataset.language === chosen[0]));
  }
  if (screen === "question") drawQuestion();
}

/* ---- Screens ---- */

function open(name) {
  clearTimeout(calmTimer);
  const changed = screen !== name;
  screen = name;
  find("[data-languages]").hidden = name !== "question";
  for (const section of all("[data-screen]")) section.hidden = section.dataset.screen !== name;
  if (name === "question") drawQuestion();
  const heading = find(`section[data-screen="${name}"] h1`);
  if (changed || name === "question") heading.focus({ preventScroll: true });
}

function calm() {
  visit = null;
  speak(BOTH);
  open("calm");
}

const steps = () => [...SATISFIED, COMPLAINED, ...(complained ? OF_COMPLAINTS : [])];

function ask(nextVisit) {
  visit = nextVisit;
  answers = {};
  complained = false;
  place = 0;
  touchedAt = performance.now();
  find("[data-number]").textContent = visit.number;
  speak([data.texts[visit.language] ? visit.language : "kk"]);
  turn(0);
}

function turn(to) {
  place = to;
  open("question");
}

function drawQuestion() {
  const step = steps()[place];
  const about = step === COMPLAINED ? "complained" : "satisfied";
  find('section[data-screen="question"]').dataset.about = about;
  say(find("[data-question]"), step);
  say(find('[data-word="yes"]'), about === "satisfied" ? "satisfied" : "yes");
  say(find('[data-word="no"]'), about === "satisfied" ? "not_satisfied" : "no");
  say(find("[data-step]"), "step", { number: place + 1, count: steps().length });
  find("[data-dots]").replaceChildren(
    ...steps().map((_, at) => {
      const dot = document.createElement("i");
      dot.className = at < place ? "is-done" : at === place ? "is-now" : "";
      return dot;
    }),
  );
  find('[data-way="back"]').hidden = place === 0;
  find('[data-way="end"]').hidden = place > 0;
  const chosen = step === COMPLAINED ? null : answers[step];
  for (const button of all("[data-choice]")) {
    const pressed = chosen !== undefined && chosen === (button.dataset.choice === "yes");
    button.setAttribute("aria-pressed", String(pressed));
  }
}

/* ---- Answers ---- */

function choose(satisfied) {
  const step = steps()[place];
  if (step === COMPLAINED) {
    complained = satisfied;
    if (!complained) for (const question of OF_COMPLAINTS) delete answers[question];
  } else {
    answers[step] = satisfied;
  }
  goOn();
}

function leaveOut() {
  const step = steps()[place];
  if (step === COMPLAINED) complained = false;
  else delete answers[step];
  goOn();
}

function goOn() {
  if (place + 1 < steps().length) turn(place + 1);
  else finish();
}

/** What goes to the server; null when every question was left out. */
function letter() {
  const told = Object.entries(answers).filter(([, answer]) => answer !== null);
  return told.length ? { ticket: visit.ticket, ...Object.fromEntries(told) } : null;
}

async function finish() {
  const told = letter();
  done.add(visit.ticket);
  if (!told) {
    calm();
    return;
  }
  const asked = visit;
  open("moment");
  const outcome = await sendAnswers(told);
  if (outcome === "later") outbox.push(told);
  if (visit !== asked) return; // the next visit is over by now
  if (outcome === "later") {
    failures = FAILURES_UNTIL_GONE;
    visit = null;
    speak(BOTH);
    open("gone");
    return;
  }
  open(outcome === "taken" ? "thanks" : "already");
  visit = null;
  calmTimer = setTimeout(calm, THANKS_MS);
}

/** Nobody is there any more: what was touched is sent without a word. */
function leave() {
  const told = letter();
  done.add(visit.ticket);
  if (told) outbox.push(told);
  calm();
  empty();
}

let emptying = false;

async function empty() {
  if (emptying) return;
  emptying = true;
  while (outbox.length && ["taken", "already"].includes(await postAnswers(outbox[0]))) outbox.shift();
  emptying = false;
}

/* ---- Touches ---- */

const ways = {
  back: () => turn(place - 1),
  end: () => {
    done.add(visit.ticket);
    calm();
  },
  "leave-out": leaveOut,
};

function pressed({ dataset: { language, choice, way } }) {
  if (screen !== "question") return;
  if (language) speak([language]);
  else if (choice) choose(choice === "yes");
  else ways[way]?.();
}

watchPresses({ act: pressed, settling: watchScreen().settling });
for (const touch of ["pointerdown", "keydown"]) {
  document.addEventListener(touch, () => {
    touchedAt = performance.now();
  });
}
document.addEventListener("contextmenu", (event) => event.preventDefault());

find("[data-pairing]").addEventListener("submit", async (event) => {
  event.preventDefault();
  const field = find("#pairing-token");
  keepToken(field.value.trim());
  await look();
  const known = screen !== "pairing";
  find("[data-pairing-problem]").hidden = known || failures > 0;
  if (known) field.value = "";
  else keepToken(null);
});

/* ---- The server ---- */

async function look() {
  let state;
  try {
    state = await readState(data.window);
  } catch (error) {
    if (error.status === 401 || error.status === 403) pair();
    else fail();
    return;
  }
  failures = 0;
  empty();
  if (screen === "pairing" || screen === "gone" || screen === null) calm();
  follow(state);
}

function pair() {
  failures = 0;
  if (screen === "pairing") return;
  visit = null;
  speak(BOTH);
  open("pairing");
}

function fail() {
  failures += 1;
  const asks = screen === "question" || screen === "moment" || screen === "pairing";
  if (failures >= FAILURES_UNTIL_GONE && !asks && screen !== "gone") {
    speak(BOTH);
    open("gone");
  }
}

function follow(state) {
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
  await look();
  setTimeout(keepLooking, data.ask_seconds * 1000);
}

speak(BOTH);
setInterval(watchIdle, 1000);
keepLooking();

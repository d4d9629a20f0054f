// @ts-check
/* The hall board: every call of the journal is shown once and in order, and spoken.

   Called and not yet come: the row stays, and the call is spoken. Come, gone or called again before
   its turn: the call is shown in its turn all the same, and not spoken. */

import { makeCalls } from "./calls.js";
import { makeAnnouncer } from "./sound.js";
import { keepLive } from "../common/live.js";
import { clockText, copyOf, fill, find, findAll, pageData, putRows, write } from "../common/page.js";
import { fetchJson } from "../common/server.js";

const CALLED_MS = 90_000; // so long the newest number counts as being called
const STEP_MS = 200;
const ROWS = Math.min(6, Math.max(5, Number(new URLSearchParams(location.search).get("rows")) || 5));
const SENTENCE = "Ticket %(number)s, window %(window)s";
const MEMORY = "kezek-board-seq"; // of this tab: a page that is loaded anew calls nobody twice

document.body.dataset.rows = String(ROWS);

/**
 * @import { Board, Call } from "./calls.js"
 * @type {{chime: boolean, voices: string[], texts: {[language: string]: {[msgid: string]: string}}}}
 */
const data = pageData();
const list = find("[data-calls]");
const calls = makeCalls(ROWS, remembered());

/** @type {number | null} */
let waiting = null; // people who wait; null before the first answer
let spoken = true; // whether the call on top was spoken
let skew = 0; // the screen's clock less the server's, in ms

const announcer = makeAnnouncer({
  withChime: data.chime,
  voices: data.voices,
  isWanted: calls.isStanding,
  onBlocked: (blocked) => {
    find("[data-sound]").hidden = !blocked;
  },
});

function remembered() {
  const seq = sessionStorage.getItem(MEMORY);
  return seq === null ? null : Number(seq);
}

function step() {
  const call = calls.next(Date.now(), { spoken });
  if (call) announce(call);
  if (waiting !== null) draw(call);
}

/** @param {Call} call */
function announce(call) {
  find("[data-announce]").replaceChildren(...spokenParts(call));
  spoken = false;
  const manner = { chime: !calls.isHurried(), repeat: !calls.isCrowded() };
  announcer.announce(call, manner).then(() => {
    spoken = true;
  });
}

/** @param {Call} call */
function spokenParts(call) {
  return Object.entries(data.texts).map(([language, texts]) => {
    const span = document.createElement("span");
    span.lang = language;
    span.textContent = `${fill(texts[SENTENCE] ?? SENTENCE, { ...call })}. `;
    return span;
  });
}

/** @param {Call | null} fresh the one whose turn begins now. */
function draw(fresh) {
  const now = Date.now();
  const { rows: shown, dense } = calls.glass(now);
  const old = new Map(findAll("[data-seq]", list).map((row) => [row.dataset.seq, row]));
  const rows = shown.map((call) => old.get(String(call.seq)) ?? rowOf(call));
  rows.forEach((row, at) => {
    row.classList.toggle("call--called", at === 0 && isCalled(now, shown[0]));
    if (fresh) row.classList.toggle("call--new", row.dataset.seq === String(fresh.seq));
  });
  putRows(list, rows);
  list.classList.toggle("calls__dense", dense);
  find("[data-empty]").hidden = shown.length > 0;
  find("[data-waiting]").hidden = false;
  find("[data-waiting-count]").textContent = String(waiting);
}

/**
 * Gold is for a number that is being called, and for nothing else.
 *
 * @type {(now: number, call: Call | undefined) => boolean}
 */
function isCalled(now, call) {
  if (call === undefined || !calls.isStanding(call)) return false;
  return now - Date.parse(call.called_at) - skew < CALLED_MS;
}

/** @param {Call} call */
function rowOf(call) {
  const row = copyOf("#call");
  row.dataset.seq = String(call.seq);
  write(find(".call__number", row), call.number);
  write(find(".call__window", row), String(call.window));
  return row;
}

function tick() {
  write(find("[data-clock]"), clockText(new Date(Date.now() - skew)));
}

keepLive({
  read: () => {
    const after = calls.known();
    return fetchJson(`/api/v1/board?rows=50${after === null ? "" : `&after=${after}`}`);
  },
  freshSeconds: 20,
  show: (/** @type {Board} */ board) => {
    skew = Date.now() - Date.parse(board.now);
    waiting = board.waiting;
    tick();
    calls.take(board, Date.now());
    step();
    sessionStorage.setItem(MEMORY, String(calls.memory()));
  },
  onConnection: (lost, dataAt) => {
    find("[data-lost]").hidden = !lost;
    if (dataAt) find("[data-lost-time]").textContent = clockText(new Date(dataAt.getTime() - skew));
  },
});
tick();
setInterval(tick, 1000);
setInterval(step, STEP_MS);

/* The hall board: every call is shown for at least six seconds, one after another, and spoken. */

import { makeAnnouncer } from "./board_sound.js";
import { clockText, fill, keepLive, pageData } from "./live.js";

const HOLD_MS = 6_000;
const LONGEST_HOLD_MS = 12_000; // picture and voice change together, unless the voice hangs
const CALLED_MS = 90_000; // so long the newest number counts as being called
const ROWS = Math.min(6, Math.max(5, Number(new URLSearchParams(location.search).get("rows")) || 5));

document.body.dataset.rows = String(ROWS);

const data = pageData();
const find = (selector) => document.querySelector(selector);
const list = find("[data-calls]");

let shown = []; // the rows on the glass, newest first
let known = null; // calls already seen: key -> true; null before the first answer
let officeDay = null;
const pending = []; // calls waiting for their turn, oldest first
let holding = false;
let waiting = 0;

const keyOf = (call) => `${call.ticket}/${call.calls}`;

const announcer = makeAnnouncer({
  withChime: data.chime,
  voices: data.voices,
  onBlocked: (blocked) => {
    find("[data-sound]").hidden = !blocked;
  },
});

function take(snapshot) {
  waiting = snapshot.waiting;
  if (known === null || snapshot.office_day !== officeDay) {
    officeDay = snapshot.office_day;
    known = new Set(snapshot.calls.map(keyOf));
    pending.length = 0;
    shown = snapshot.calls.slice(0, ROWS);
    draw();
    return;
  }
  const fresh = snapshot.calls.filter((call) => !known.has(keyOf(call))).reverse();
  for (const call of fresh) {
    known.add(keyOf(call));
    pending.push(call);
  }
  draw();
  if (!holding) showNext();
}

/** Bring the next call to the top and leave it there for its time. */
function showNext() {
  const call = pending.shift();
  if (!call) {
    holding = false;
    return;
  }
  holding = true;
  shown = [call, ...shown.filter((row) => row.ticket !== call.ticket)].slice(0, ROWS);
  draw(keyOf(call));
  find("[data-announce]").replaceChildren(...spokenParts(call));
  const spoken = announcer.announce(call, { crowded: pending.length > 1 });
  Promise.all([after(HOLD_MS), Promise.race([spoken, after(LONGEST_HOLD_MS)])]).then(showNext);
}

const after = (ms) => new Promise((done) => setTimeout(done, ms));

function spokenParts(call) {
  return Object.entries(data.texts).map(([language, texts]) => {
    const span = document.createElement("span");
    span.lang = language;
    span.textContent = `${fill(texts["Ticket %(number)s, window %(window)s"], call)}. `;
    return span;
  });
}

function draw(newKey = null) {
  const now = Date.now();
  const old = new Map([...list.children].map((row) => [row.dataset.key, row]));
  const rows = shown.map((call) => old.get(keyOf(call)) ?? rowOf(call));
  rows.forEach((row, at) => {
    const called = at === 0 && now - Date.parse(shown[0].called_at) - skew < CALLED_MS;
    row.classList.toggle("call--called", called);
    if (newKey) row.classList.toggle("call--new", row.dataset.key === newKey);
  });
  const same = rows.length === list.children.length && rows.every((row, at) => list.children[at] === row);
  if (!same) list.replaceChildren(...rows);
  find("[data-empty]").hidden = shown.length > 0;
  find("[data-waiting]").hidden = false;
  find("[data-waiting-count]").textContent = String(waiting);
}

function rowOf(call) {
  const row = find("#call").content.cloneNode(true).firstElementChild;
  row.dataset.key = keyOf(call);
  row.querySelector(".call__number").textContent = call.number;
  row.querySelector(".call__window").textContent = call.window;
  return row;
}

let skew = 0; // the screen's clock less the server's, in ms

function tick() {
  find("[data-clock]").textContent = clockText(new Date(Date.now() - skew));
  if (shown.length) draw();
}

keepLive({
  snapshotUrl: "/api/v1/board",
  freshSeconds: 20,
  show: (snapshot) => {
    skew = Date.now() - Date.parse(snapshot.now);
    take(snapshot);
  },
  onConnection: (lost, dataAt) => {
    find("[data-lost]").hidden = !lost;
    if (dataAt) find("[data-lost-time]").textContent = clockText(new Date(dataAt - skew));
  },
});
tick();
setInterval(tick, 1000);

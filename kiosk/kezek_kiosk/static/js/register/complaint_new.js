// @ts-check
/* A complaint at the desk: registered once however often the button is pressed. */

import { field, fill, find, pageData } from "../common/page.js";
import { faultOf, fetchJson, newKey, postJson } from "../common/server.js";
import { faultSentence, signInAgain, tell } from "../staff/pieces.js";
import { watchPresence } from "../staff/presence.js";

/** @type {HTMLFormElement} */
const form = find("#complaint-form");
const finished = find("#complaint-done");
const said = find("#ticket-said");
/** @type {HTMLTextAreaElement} */
const text = field(form, "text");
const number = field(form, "ticket");
const visited = field(form, "visited");
const words = pageData();
const NOT_FOUND = 404;

// One key for one complaint: a second press, or a lost answer, registers nothing twice.
const key = newKey();
/** @type {string | null} */
let ticket = null;
let asked = 0;
let busy = false;

/** @param {string} sentence */
const problem = (sentence) => tell(find("#problem"), sentence);

function count() {
  const signs = { used: text.value.length, longest: text.maxLength };
  find("#signs").textContent = fill(words.signs, signs);
}

// The number on a ticket and its day name one visit; its service is filled in by it.
async function findTicket() {
  const typed = number.value.trim();
  const mine = (asked += 1);
  ticket = null;
  said.textContent = "";
  number.removeAttribute("aria-invalid");
  if (typed === "") return true;
  const query = new URLSearchParams({ number: typed, on: visited.value });
  try {
    const found = await fetchJson(`/api/pages/complaint-ticket?${query}`);
    if (mine !== asked) return false;
    ticket = found.ticket;
    said.textContent = fill(words.ticket_found, found);
    /** @type {HTMLSelectElement} */
    const services = field(form, "service");
    const known = [...services.options].some((each) => each.value === found.service);
    if (known) services.value = found.service;
    return true;
  } catch (error) {
    const fault = faultOf(error);
    if (mine !== asked || signInAgain(fault)) return false;
    number.setAttribute("aria-invalid", "true");
    const unknown = fault.status === NOT_FOUND;
    said.textContent = unknown ? words.ticket_unknown : faultSentence(fault, words);
    return false;
  }
}

function body() {
  const sent = new FormData(form);
  /** @param {string} name */
  const value = (name) => String(sent.get(name) ?? "").trim();
  const person = { name: value("name") || null, contact: value("contact") || null };
  return {
    text: value("text"),
    service: value("service") || null,
    ticket,
    form: value("form"),
    language: value("language"),
    person: person.name || person.contact ? person : null,
    accepted_by: value("accepted_by") || null,
    idempotency_key: key,
  };
}

async function register() {
  problem("");
  if (text.value.trim() === "") {
    problem(words.text_missing);
    text.focus();
    return;
  }
  if (ticket === null && !(await findTicket())) {
    number.focus();
    return;
  }
  try {
    show(await postJson("/api/v1/complaints", body()));
  } catch (error) {
    problem(faultSentence(faultOf(error), words));
  }
}

/** @param {{number: string, due_on: string}} complaint */
function show(complaint) {
  find("[data-number]", finished).textContent = complaint.number;
  find("[data-due]", finished).textContent = dayWords(complaint.due_on);
  find("[data-open]", finished).setAttribute("href", `/complaints/${complaint.number}`);
  // Names and words leave the page with the form.
  form.reset();
  form.hidden = true;
  finished.hidden = false;
  finished.focus();
}

/** @param {string} on */
function dayWords(on) {
  return on.split("-").reverse().join(".");
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (busy) return;
  busy = true;
  try {
    await register();
  } finally {
    busy = false;
  }
});
text.addEventListener("input", count);
number.addEventListener("change", findTicket);
visited.addEventListener("change", findTicket);
watchPresence();
count();
text.focus();

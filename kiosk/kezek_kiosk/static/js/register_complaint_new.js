// A complaint at the desk: registered once however often the button is pressed.

import { fetchJson, fill, pageData, postJson } from "./live.js";
import { faultSentence, signInAgain } from "./operator_panel.js";
import { watchPresence } from "./operator_presence.js";

const form = document.getElementById("complaint-form");
const finished = document.getElementById("complaint-done");
const said = document.getElementById("ticket-said");
const words = pageData();
const NOT_FOUND = 404;

// One key for one complaint: a second press, or a lost answer, registers nothing twice.
const key = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`;
let ticket = null;
let asked = 0;
let busy = false;

function problem(sentence) {
  const band = document.getElementById("problem");
  band.hidden = sentence === "";
  band.querySelector("span").textContent = sentence;
}

function count() {
  const field = form.elements.text;
  const signs = { used: field.value.length, longest: field.maxLength };
  document.getElementById("signs").textContent = fill(words.signs, signs);
}

// The number on a ticket and its day name one visit; its service is filled in by it.
async function findTicket() {
  const number = form.elements.ticket.value.trim();
  const mine = (asked += 1);
  ticket = null;
  said.textContent = "";
  form.elements.ticket.removeAttribute("aria-invalid");
  if (number === "") return true;
  const query = new URLSearchParams({ number, on: form.elements.visited.value });
  try {
    const found = await fetchJson(`/api/pages/complaint-ticket?${query}`);
    if (mine !== asked) return false;
    ticket = found.ticket;
    said.textContent = fill(words.ticket_found, found);
    const known = [...form.elements.service.options].some((each) => each.value === found.service);
    if (known) form.elements.service.value = found.service;
    return true;
  } catch (fault) {
    if (mine !== asked || signInAgain(fault)) return false;
    form.elements.ticket.setAttribute("aria-invalid", "true");
    const unknown = fault.status === NOT_FOUND;
    said.textContent = unknown ? words.ticket_unknown : faultSentence(fault, words);
    return false;
  }
}

function body() {
  const value = (name) => form.elements[name].value.trim();
  const person = { name: value("name") || null, contact: value("contact") || null };
  return {
    text: form.elements.text.value.trim(),
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
  if (form.elements.text.value.trim() === "") {
    problem(words.text_missing);
    form.elements.text.focus();
    return;
  }
  if (ticket === null && !(await findTicket())) {
    form.elements.ticket.focus();
    return;
  }
  try {
    show(await postJson("/api/v1/complaints", body()));
  } catch (fault) {
    problem(faultSentence(fault, words));
  }
}

function show(complaint) {
  finished.querySelector("[data-number]").textContent = complaint.number;
  finished.querySelector("[data-due]").textContent = dayWords(complaint.due_on);
  finished.querySelector("[data-open]").href = `/complaints/${complaint.number}`;
  // Names and words leave the page with the form.
  form.reset();
  form.hidden = true;
  finished.hidden = false;
  finished.focus();
}

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
form.elements.text.addEventListener("input", count);
form.elements.ticket.addEventListener("change", findTicket);
form.elements.visited.addEventListener("change", findTicket);
watchPresence();
count();
form.elements.text.focus();

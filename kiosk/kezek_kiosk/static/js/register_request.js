// One request: its commands with their reasons, its applicant on demand, its data to keep.

import { shownIn } from "./documents_shown.js";
import { fetchJson, pageData } from "./live.js";
import { Desk } from "./register_desk.js";
import { PersonOnDemand } from "./register_person.js";

const LONGEST_REASON = 400;
const WITH_REASONS = new Set(["return", "refuse"]);
const WITHOUT_STATE = new Set(["reprint", "erase"]);

const root = document.getElementById("request");
const words = pageData();
const number = root.dataset.number;
const api = `/api/v1/requests/${number}`;

function told(form) {
  const command = form.dataset.form;
  if (WITHOUT_STATE.has(command)) return { body: {} };
  const body = { expected_state: document.getElementById("request-state").dataset.state };
  if (WITH_REASONS.has(command)) return withReasons(form, body);
  if (command === "extend") return withExtension(form, body);
  if (command === "issue") return withShown(form, body);
  return { body };
}

function withReasons(form, body) {
  const ticked = [...form.querySelectorAll('[name="ground"]:checked')].map((box) => box.value);
  const written = form.elements.reasons.value.split("\n").map((line) => line.trim());
  const reasons = [...ticked, ...written.filter((line) => line !== "")];
  if (reasons.length === 0) return { missing: words.reason_missing };
  if (reasons.some((reason) => reason.length > LONGEST_REASON)) {
    return { missing: words.reason_long };
  }
  return { body: { ...body, reasons } };
}

function withShown(form, body) {
  const { documents, lacking } = shownIn(form);
  return lacking === null ? { body: { ...body, documents } } : { missing: words.shown_missing };
}

function withExtension(form, body) {
  const chosen = form.querySelector('[name="which"]:checked');
  if (chosen === null) return { missing: words.which_missing };
  const reason = form.elements.reason.value.trim().replace(/\s+/g, " ");
  if (reason === "") return { missing: words.reason_missing };
  return { body: { ...body, which: Number(chosen.value), reason } };
}

function done(command, answer) {
  if (command === "erase") {
    person.hide();
    return words.erased;
  }
  return answer.print_jobs?.length > 0 ? words.printing : words.done;
}

async function save(button) {
  button.disabled = true;
  try {
    const everything = await fetchJson(`${api}/person`);
    const text = JSON.stringify(everything, null, 2);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = `${number}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  } catch (fault) {
    desk.failed(fault);
  } finally {
    button.disabled = false;
  }
}

root.addEventListener("click", (event) => {
  const button = event.target.closest("#export");
  if (button !== null) save(button);
});

// The standard's own reason is a beginning; whoever writes another one keeps it.
root.addEventListener("change", (event) => {
  if (event.target.name !== "which") return;
  const field = event.target.form.elements.reason;
  const all = [...event.target.form.querySelectorAll('[name="which"]')];
  const legal = all.map((each) => each.dataset.reason);
  if (field.value.trim() === "" || legal.includes(field.value)) {
    field.value = event.target.dataset.reason;
  }
});

const desk = new Desk({ root, api, dialogs: "request-dialogs", words, told, done });
const person = new PersonOnDemand({
  button: document.getElementById("person-button"),
  target: document.getElementById("person-shown"),
  address: `${root.dataset.pieces}/person`,
  words,
  failed: (fault) => desk.failed(fault),
});

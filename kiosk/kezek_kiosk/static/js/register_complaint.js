// One complaint: its words and its person on demand, its answer, its erasure.

import { pageData, postJson } from "./live.js";
import { Desk } from "./register_desk.js";
import { PersonOnDemand } from "./register_person.js";

const root = document.getElementById("complaint");
const words = pageData();
const api = `/api/v1/complaints/${root.dataset.number}`;
const button = document.getElementById("person-button");

function told(form) {
  if (form.dataset.form === "erase") return { body: {} };
  const verdict = form.querySelector('[name="justified"]:checked')?.value;
  if (verdict === undefined) return { missing: words.verdict_missing };
  const outcome = form.elements.outcome.value.trim();
  if (outcome === "") return { missing: words.outcome_missing };
  return { body: { justified: verdict === "yes", outcome, on: form.elements.on.value || null } };
}

function done(command) {
  person?.hide();
  return command === "erase" ? words.erased : words.answered;
}

const desk = new Desk({ root, api, dialogs: "complaint-dialogs", words, told, done });
const person =
  button &&
  new PersonOnDemand({
    button,
    target: document.getElementById("person-shown"),
    address: `${root.dataset.pieces}/person`,
    words,
    failed: (fault) => desk.failed(fault),
  });

async function printAgain(talon) {
  talon.disabled = true; // a second press would print a second copy
  try {
    await postJson(`/api/v1/print-jobs/${talon.dataset.talon}/reprint`, {});
    desk.say("done", words.printed_again);
  } catch (fault) {
    desk.failed(fault);
  } finally {
    talon.disabled = false;
  }
}

root.addEventListener("click", (event) => {
  const talon = event.target.closest("[data-talon]");
  if (talon !== null) printAgain(talon);
});

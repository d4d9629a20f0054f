// @ts-check
/* One complaint: its words and its person on demand, its answer, its erasure. */

import { field, find, hit, maybe, pageData } from "../common/page.js";
import { faultOf, postJson } from "../common/server.js";
import { Desk } from "./desk.js";
import { PersonOnDemand } from "./person.js";

/** @import { Filled } from "./desk.js" */

const root = find("#complaint");
const words = pageData();
const api = `/api/v1/complaints/${root.dataset.number}`;
const button = maybe("#person-button");

/** @type {(form: HTMLFormElement) => Filled} */
function read(form) {
  if (form.dataset.form === "erase") return { body: {} };
  /** @type {HTMLInputElement | null} */
  const verdict = maybe('[name="justified"]:checked', form);
  if (verdict === null) return { missing: words.verdict_missing };
  const outcome = field(form, "outcome").value.trim();
  if (outcome === "") return { missing: words.outcome_missing };
  return { body: { justified: verdict.value === "yes", outcome, on: field(form, "on").value || null } };
}

/** @param {string | undefined} command */
function done(command) {
  person?.hide();
  return command === "erase" ? words.erased : words.answered;
}

const desk = new Desk({ root, api, dialogs: "complaint-dialogs", words, read, done });
const person =
  button &&
  new PersonOnDemand({
    button,
    target: find("#person-shown"),
    address: `${root.dataset.pieces}/person`,
    words,
    failed: (fault) => desk.failed(fault),
  });

/** @param {HTMLElement} talon */
async function printAgain(talon) {
  talon.toggleAttribute("disabled", true); // a second press would print a second copy
  try {
    await postJson(`/api/v1/print-jobs/${talon.dataset.talon}/reprint`, {});
    desk.say("done", words.printed_again);
  } catch (error) {
    desk.failed(faultOf(error));
  } finally {
    talon.toggleAttribute("disabled", false);
  }
}

root.addEventListener("click", (event) => {
  const talon = hit(event, "[data-talon]");
  if (talon !== null) printAgain(talon);
});

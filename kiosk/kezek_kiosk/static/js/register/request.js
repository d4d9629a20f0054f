// @ts-check
/* One request: its commands with their reasons, its applicant on demand, its data to keep. */

import { shownIn } from "../documents/shown.js";
import { field, find, findAll, hit, maybe, pageData } from "../common/page.js";
import { faultOf, fetchJson } from "../common/server.js";
import { Desk } from "./desk.js";
import { PersonOnDemand } from "./person.js";

/**
 * @import { Filled } from "./desk.js"
 * @typedef {(form: HTMLFormElement, body: object) => Filled} With adds what a command needs besides
 */

const LONGEST_REASON = 400;
/** @type {{[command: string]: With}} */
const WITH = { return: withReasons, refuse: withReasons, extend: withExtension, issue: withShown };
const WITHOUT_STATE = new Set(["reprint", "erase"]);

const root = find("#request");
const words = pageData();
const number = root.dataset.number;
const api = `/api/v1/requests/${number}`;

/** @type {(form: HTMLFormElement) => Filled} */
function read(form) {
  const { form: command = "" } = form.dataset;
  if (WITHOUT_STATE.has(command)) return { body: {} };
  const body = { expected_state: find("#request-state").dataset.state };
  return WITH[command]?.(form, body) ?? { body };
}

/** @type {With} */
function withReasons(form, body) {
  /** @type {HTMLInputElement[]} */
  const ticked = findAll('[name="ground"]:checked', form);
  const written = field(form, "reasons").value.split("\n").map((line) => line.trim());
  const reasons = [...ticked.map((box) => box.value), ...written.filter((line) => line !== "")];
  if (reasons.length === 0) return { missing: words.reason_missing };
  if (reasons.some((reason) => reason.length > LONGEST_REASON)) {
    return { missing: words.reason_long };
  }
  return { body: { ...body, reasons } };
}

/** @type {With} */
function withShown(form, body) {
  const { documents, lacking } = shownIn(form);
  return lacking === null ? { body: { ...body, documents } } : { missing: words.shown_missing };
}

/** @type {With} */
function withExtension(form, body) {
  /** @type {HTMLInputElement | null} */
  const chosen = maybe('[name="which"]:checked', form);
  if (chosen === null) return { missing: words.which_missing };
  const reason = field(form, "reason").value.trim().replace(/\s+/g, " ");
  if (reason === "") return { missing: words.reason_missing };
  return { body: { ...body, which: Number(chosen.value), reason } };
}

/** @type {(command: string | undefined, answer: any) => string} */
function done(command, answer) {
  if (command === "erase") {
    person.hide();
    return words.erased;
  }
  return answer.print_jobs?.length > 0 ? words.printing : words.done;
}

/** @param {HTMLElement} button */
async function save(button) {
  button.toggleAttribute("disabled", true);
  try {
    const everything = await fetchJson(`${api}/person`);
    const text = JSON.stringify(everything, null, 2);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = `${number}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  } catch (error) {
    desk.failed(faultOf(error));
  } finally {
    button.toggleAttribute("disabled", false);
  }
}

root.addEventListener("click", (event) => {
  const button = hit(event, "#export");
  if (button !== null) save(button);
});

// The standard's own reason is a beginning; whoever writes another one keeps it.
root.addEventListener("change", (event) => {
  const chosen = hit(event, '[name="which"]');
  /** @type {HTMLFormElement | null | undefined} */
  const form = chosen?.closest("form");
  if (!chosen || !form) return;
  const reason = field(form, "reason");
  const legal = findAll('[name="which"]', form).map((each) => each.dataset.reason);
  if (reason.value.trim() === "" || legal.includes(reason.value)) {
    reason.value = chosen.dataset.reason ?? "";
  }
});

const desk = new Desk({ root, api, dialogs: "request-dialogs", words, read, done });
const person = new PersonOnDemand({
  button: find("#person-button"),
  target: find("#person-shown"),
  address: `${root.dataset.pieces}/person`,
  words,
  failed: (fault) => desk.failed(fault),
});

// @ts-check
/* What the office asks a supervisor about its day: what time it is, whether those who were closed out
   wait again, and whether tickets that nobody can have drawn are cancelled. The questions stand outside the pieces that are drawn anew. */

import { find, findAll, hit } from "../common/page.js";
import { faultOf, postJson } from "../common/server.js";
import { bindClosers } from "../staff/dialogs.js";
import { faultSentence, signInAgain, tell } from "../staff/pieces.js";

/** @import { FaultWords } from "../staff/pieces.js" */

/**
 * @param {HTMLElement} hall holds the buttons that open a question.
 * @param {FaultWords} words
 * @param {() => void} done told when an answer was taken.
 */
export function askAboutTheDay(hall, words, done) {
  bindClosers();
  hall.addEventListener("click", (event) => {
    const button = hit(event, "[data-opens]");
    if (button !== null) open(find(`#${button.dataset.opens}`), button.dataset);
  });
  /** @type {HTMLFormElement[]} */
  const forms = findAll("form[data-post]");
  for (const form of forms) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      post(form, words, done);
    });
  }
}

/** @type {(dialog: HTMLDialogElement, about: DOMStringMap) => void} */
function open(dialog, about) {
  /** @type {HTMLFormElement} */
  const form = find("form", dialog);
  form.reset();
  form.dataset.day = about.day ?? "";
  for (const field of hiddenFields(form)) field.value = about[field.name] ?? "";
  say(form, "");
  dialog.showModal();
}

/** @type {(form: HTMLFormElement, words: FaultWords, done: () => void) => Promise<void>} */
async function post(form, words, done) {
  const { post: address = "", day = "" } = form.dataset;
  const submit = find("[type=submit]", form);
  submit.toggleAttribute("disabled", true);
  try {
    await postJson(address.replace("{day}", day), Object.fromEntries(new FormData(form)));
    form.closest("dialog")?.close();
    done();
  } catch (error) {
    const fault = faultOf(error);
    if (!signInAgain(fault)) say(form, faultSentence(fault, words));
  } finally {
    submit.toggleAttribute("disabled", false);
  }
}

/** @type {(form: HTMLFormElement) => HTMLInputElement[]} */
const hiddenFields = (form) => findAll("input[type=hidden]", form);

/** @type {(form: HTMLFormElement, sentence: string) => void} */
const say = (form, sentence) => tell(find("[role=alert]", form), sentence);

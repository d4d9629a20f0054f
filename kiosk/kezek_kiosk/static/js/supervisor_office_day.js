// What the office asks a supervisor about its day: what time it is, and whether those who were
// closed out wait again. The questions stand outside the pieces that are drawn anew.

import { bindClosers } from "./operator_dialogs.js";
import { faultSentence, signInAgain } from "./operator_panel.js";
import { postJson } from "./live.js";

export function askAboutTheDay(hall, words, done) {
  bindClosers();
  hall.addEventListener("click", (event) => {
    const button = event.target.closest("[data-opens]");
    if (button !== null) open(document.getElementById(button.dataset.opens), button.dataset.day);
  });
  for (const form of document.querySelectorAll("form[data-post]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      post(form, words, done);
    });
  }
}

function open(dialog, day = "") {
  const form = dialog.querySelector("form");
  form.reset();
  form.dataset.day = day;
  say(form, "");
  dialog.showModal();
}

async function post(form, words, done) {
  const submit = form.querySelector("[type=submit]");
  submit.disabled = true;
  try {
    const address = form.dataset.post.replace("{day}", form.dataset.day);
    await postJson(address, Object.fromEntries(new FormData(form)));
    form.closest("dialog").close();
    done();
  } catch (fault) {
    if (!signInAgain(fault)) say(form, faultSentence(fault, words));
  } finally {
    submit.disabled = false;
  }
}

function say(form, sentence) {
  form.querySelector("[data-said]").textContent = sentence;
  form.querySelector("[role=alert]").hidden = sentence === "";
}

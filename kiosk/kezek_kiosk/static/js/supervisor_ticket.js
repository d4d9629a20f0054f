// What a supervisor may do about one ticket, each asked once more before it is done.

import { bindClosers, choose } from "./operator_dialogs.js";
import { faultSentence, signInAgain } from "./operator_panel.js";
import { watchPresence } from "./operator_presence.js";
import { pageData, postJson } from "./live.js";

const words = pageData();
const ticket = document.getElementById("ticket");
const dialog = document.getElementById("confirm");
const notice = document.getElementById("notice");

async function act(button) {
  const { action, ask, word } = button.dataset;
  dialog.querySelector("h2").textContent = word;
  dialog.querySelector("#confirm-ask").textContent = ask;
  dialog.querySelector("[data-choice]").textContent = word;
  if ((await choose(dialog)) === null) return;
  try {
    await postJson(`/api/v1/tickets/${ticket.dataset.ticket}/${action}`);
    window.location.reload();
  } catch (fault) {
    if (signInAgain(fault)) return;
    notice.hidden = false;
    notice.querySelector("[data-said]").textContent = faultSentence(fault, words);
  }
}

bindClosers();
watchPresence();
for (const button of document.querySelectorAll("[data-action]")) {
  button.addEventListener("click", () => act(button));
}

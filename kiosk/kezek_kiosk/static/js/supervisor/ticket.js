// @ts-check
/* What a supervisor may do about one ticket, each asked once more before it is done. */

import { find, findAll, pageData } from "../common/page.js";
import { faultOf, postJson } from "../common/server.js";
import { bindClosers, choose } from "../staff/dialogs.js";
import { faultSentence, signInAgain, tell } from "../staff/pieces.js";
import { watchPresence } from "../staff/presence.js";

const words = pageData();
const ticket = find("#ticket");
/** @type {HTMLDialogElement} */
const dialog = find("#confirm");

/** @param {HTMLElement} button */
async function act(button) {
  const { action, ask = "", word = "" } = button.dataset;
  find("h2", dialog).textContent = word;
  find("#confirm-ask", dialog).textContent = ask;
  find("[data-choice]", dialog).textContent = word;
  if ((await choose(dialog)) === null) return;
  try {
    await postJson(`/api/v1/tickets/${ticket.dataset.ticket}/${action}`);
    window.location.reload();
  } catch (error) {
    const fault = faultOf(error);
    if (!signInAgain(fault)) tell(find("#notice"), faultSentence(fault, words));
  }
}

bindClosers();
watchPresence();
for (const button of findAll("[data-action]")) button.addEventListener("click", () => act(button));

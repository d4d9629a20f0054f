// A page of one number: a dialog for each command, pieces drawn anew, what came of it said once.

import { keepLive, postJson, showConnection } from "./live.js";
import { faultSentence, retryWhileLost, signInAgain, swapPieces } from "./operator_panel.js";
import { watchPresence } from "./operator_presence.js";

const SAID_MS = 12_000;
const SIGN_IN_NEEDED = 401;

export class Desk {
  // `told(form)` gives the body of a command, or the sentence that says what is missing;
  // `done(command, answer)` the sentence for what came of it.
  constructor({ root, api, dialogs, words, told, done }) {
    Object.assign(this, { root, api, dialogs, words, told, done, said: null, timer: null });
    this.busy = false;
    root.addEventListener("click", (event) => this.#press(event));
    root.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#give(event.target);
    });
    watchPresence();
    const retry = retryWhileLost(() => this.live.refresh());
    this.live = keepLive({
      snapshotUrl: root.dataset.pieces,
      show: (snapshot) => this.#show(snapshot),
      onConnection: (lost, dataAt) => {
        showConnection(lost, dataAt);
        retry(lost);
      },
      onRefused: (fault) => this.#refused(fault),
    });
  }

  // A piece that is drawn anew has lost what was said in it, so it is said again.
  say(id, sentence) {
    this.said = { id, sentence };
    this.#draw();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.said = null;
      this.#draw();
    }, SAID_MS);
  }

  // Whatever went wrong outside a dialog.
  failed(fault) {
    if (!signInAgain(fault)) this.say("notice", faultSentence(fault, this.words));
  }

  #show(snapshot) {
    const pieces = { ...snapshot.pieces };
    // A dialog that somebody writes in stays as it is: the server refuses what is out of date.
    if (this.#writing()) delete pieces[this.dialogs];
    swapPieces(pieces, () => this.#draw());
  }

  #writing() {
    return this.root.querySelector("dialog[open]") !== null;
  }

  // The sign-in page would take along what is being written.
  #refused(fault) {
    if (!this.#writing()) signInAgain(fault);
  }

  #draw() {
    for (const id of ["notice", "done"]) {
      const band = document.getElementById(id);
      if (band === null) continue;
      const wanted = this.said?.id === id;
      band.hidden = !wanted;
      if (wanted) band.querySelector("[data-said]").textContent = this.said.sentence;
    }
  }

  #press(event) {
    const action = event.target.closest("[data-action]")?.dataset.action;
    if (action !== undefined) this.#open(document.getElementById(`dialog-${action}`));
    event.target.closest("[data-close]")?.closest("dialog").close();
  }

  #open(dialog) {
    this.#problem(dialog.querySelector("form"), "");
    dialog.showModal();
    dialog.querySelector("textarea, input, [type=submit]").focus();
  }

  async #give(form) {
    if (this.busy) return;
    const { body, missing } = this.told(form);
    if (missing) {
      this.#problem(form, missing);
      form.querySelector("textarea, input")?.focus();
      return;
    }
    this.busy = true;
    this.#problem(form, "");
    try {
      const answer = await postJson(`${this.api}/${form.dataset.form}`, body);
      form.closest("dialog").close();
      this.say("done", this.done(form.dataset.form, answer));
    } catch (fault) {
      const nothingWritten = form.querySelector("textarea") === null;
      if (fault.status === SIGN_IN_NEEDED && nothingWritten && signInAgain(fault)) return;
      this.#problem(form, faultSentence(fault, this.words));
    } finally {
      this.busy = false;
    }
    await this.live.refresh();
    if (!this.#writing()) {
      document.querySelector(".state__actions .button")?.focus({ preventScroll: true });
    }
  }

  #problem(form, sentence) {
    const band = form.querySelector("[data-problem]");
    band.hidden = sentence === "";
    band.querySelector("span").textContent = sentence;
  }
}

// The operator's window: keys and buttons become commands, the stream keeps the page true.

import { Documents } from "./documents.js";
import { Clocks } from "./operator_clocks.js";
import { KeySettings, bindClosers, choose } from "./operator_dialogs.js";
import { Keys, keyName } from "./operator_keys.js";
import { NoShowWatch } from "./operator_no_show.js";
import { faultSentence, retryWhileLost, signInAgain, swapPieces } from "./operator_panel.js";
import { watchPresence } from "./operator_presence.js";
import { UndoBar } from "./operator_undo.js";
import { fetchJson, fill, keepLive, pageData, postJson, showConnection } from "./live.js";
import { watchWedge } from "./scanner.js";

const FRESH_SECONDS = 20;
const LEAVES_VISITOR = new Set(["next", "no_show", "finish", "transfer", "hold"]);
const PAUSE_PATHS = { open: "pause", paused: "resume", closed: "open" };

class OperatorPage {
  constructor(root) {
    this.root = root;
    this.words = pageData();
    this.clocks = new Clocks(root);
    this.keys = new Keys();
    this.undo = new UndoBar(document.getElementById("undo"));
    this.settings = new KeySettings(document.getElementById("key-settings"), this.keys, {
      words: this.words.keys,
      changed: () => this.#drawKeys(),
    });
    this.documents = new Documents(root, {
      words: this.words,
      present: () => ({ ticket: this.ticket }),
      changed: (open) => this.#besideTicket(open),
    });
    this.noShow = new NoShowWatch(root, {
      words: this.words.no_show,
      ready: (possible, came) => this.#noShowReady(possible, came),
    });
    this.wedge = watchWedge();
    this.busy = false;
    this.seq = 0;
    this.retry = retryWhileLost(() => this.live.refresh());
  }

  start() {
    document.addEventListener("keydown", (event) => this.#keydown(event), { capture: true });
    document.addEventListener("click", (event) => this.#click(event));
    bindClosers();
    watchPresence();
    this.#drawState();
    this.clocks.adopt();
    this.clocks.start();
    this.noShow.start();
    this.live = keepLive({
      snapshotUrl: this.root.dataset.panel,
      show: (snapshot) => this.#show(snapshot),
      onEvent: (event) => this.#happened(event),
      onConnection: (lost, dataAt) => this.#connection(lost, dataAt),
      onRefused: (fault) => this.#refused(fault),
      freshSeconds: FRESH_SECONDS,
    });
  }

  get now() {
    return document.getElementById("now");
  }

  get ticket() {
    return this.now.dataset.ticket || null;
  }

  allows(command) {
    if (command === "no_show") return this.noShow.possible; // the clock may have allowed it since
    return this.now.dataset.commands.split(" ").includes(command);
  }

  #keydown(event) {
    if (document.querySelector("dialog[open]") !== null) return;
    const command = this.#commandOf(event);
    if (command === null) return;
    event.preventDefault(); // F3 searches and F5 reloads in a browser; here they call and start
    event.stopPropagation();
    // A key that another one came with is part of a code: no scan calls a visitor.
    if (!event.repeat) this.wedge.hold(() => this.perform(command));
  }

  #commandOf(event) {
    if (event.ctrlKey && event.code === "KeyZ" && this.undo.ticket !== null) return "undo";
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return null;
    if (this.documents.owns(event)) return null;
    if (event.code === "Space") return this.#spaceMeansNext(event.target) ? "next" : null;
    return this.keys.commandOf(event.code);
  }

  // A space bar on another button presses that button, as everywhere.
  #spaceMeansNext(target) {
    const control = target.closest?.("button, a, input, select, textarea, summary");
    return control === null || control === undefined || control.dataset.command === "next";
  }

  #click(event) {
    const button = event.target.closest("[data-command], [data-back], [data-recall-held], [data-open]");
    if (button === null || button.disabled) return;
    const { command, back, recallHeld, open } = button.dataset;
    if (command) this.perform(command);
    if (back) this.#send(`/tickets/${back}/return`, {});
    if (recallHeld) this.#windowCommand("recall", { ticket: recallHeld });
    if (open === "key-settings") this.settings.open();
  }

  async perform(command) {
    if (this.busy) return;
    if (command === "undo") return this.#undoNoShow();
    if (!this.allows(command)) return this.#say(this.#whyNot(command));
    if (command === "documents") return this.documents.open();
    if (LEAVES_VISITOR.has(command) && !(await this.documents.mayLeave())) return;
    return this.#carryOut(command);
  }

  #whyNot(command) {
    const early = command === "no_show" && this.noShow.left !== null;
    return early ? this.noShow.refusal : (this.words.not_now[command] ?? "");
  }

  // The clock alone makes the button work: no answer of the server is needed for it.
  #noShowReady(possible, came) {
    this.#drawButtons();
    if (!came) return;
    this.#say(""); // what was missing is there
    document.getElementById("heard").textContent = this.words.no_show.heard.ready;
  }

  #carryOut(command) {
    if (command === "pause") return this.#pauseOrResume();
    if (command === "transfer") return this.#ask("transfer-dialog", (service) => ({ service }), "transfer");
    if (command === "hold") return this.#ask("hold-dialog", (minutes) => this.holdUntil(minutes), "hold");
    return this.#windowCommand(command);
  }

  async #ask(dialogId, bodyOf, command) {
    const ticket = this.ticket;
    const chosen = await choose(document.getElementById(dialogId), this.wedge.hold);
    if (chosen === null) return this.#rest();
    return this.#windowCommand(command, { ...bodyOf(chosen), expected_ticket: ticket });
  }

  #pauseOrResume() {
    return this.#send(`${this.#window()}/${PAUSE_PATHS[this.now.dataset.status]}`, {});
  }

  async #undoNoShow() {
    this.undo.withdraw();
    await this.#windowCommand("undo");
  }

  async #windowCommand(command, extra = {}) {
    const before = { id: this.ticket, number: this.now.dataset.number };
    const body = { expected_ticket: this.ticket, ...extra };
    const done = await this.#send(`${this.#window()}/${command}`, body);
    if (!done) return;
    if (command === "no_show") this.undo.offer(before);
    else this.undo.withdraw();
  }

  #window() {
    return `/windows/${this.root.dataset.window}`;
  }

  // The page is drawn anew before the next press counts, so no press meets an old ticket.
  async #send(path, body) {
    if (this.busy) return false;
    this.#setBusy(true);
    this.#say("");
    try {
      await postJson(`/api/v1${path}`, body);
      return true;
    } catch (fault) {
      this.#refused(fault);
      return false;
    } finally {
      await this.#drawAnew();
      this.#setBusy(false);
      this.#rest();
    }
  }

  async #drawAnew() {
    try {
      this.#show(await fetchJson(this.root.dataset.panel));
    } catch {
      await this.live.refresh(); // says that the connection is lost, and keeps trying
    }
  }

  #happened(event) {
    const warning = this.words.warnings[event.kind];
    if (warning) document.getElementById("heard").textContent = fill(warning, event);
  }

  #show(snapshot) {
    if (snapshot.seq < this.seq) return; // an answer that was overtaken
    this.seq = snapshot.seq;
    const before = this.#standing();
    swapPieces(snapshot.pieces, (piece) => this.clocks.adopt(piece));
    this.#drawState();
    this.documents.follow();
    if (!this.busy && before !== this.#standing()) this.#say(""); // a hint about what was
  }

  #standing() {
    const { ticket, state, status } = this.now.dataset;
    return [ticket, state, status].join();
  }

  #drawState() {
    const { state, status } = this.now.dataset;
    this.root.dataset.state = state;
    this.root.dataset.status = status;
    this.#drawButtons();
    this.noShow.draw();
    const labels = this.words.labels;
    document.getElementById("next-hint").textContent = labels.next[state] ?? "";
    document.getElementById("pause-label").textContent = labels.pause[status];
  }

  #drawButtons() {
    for (const button of this.root.querySelectorAll("[data-command]")) {
      button.disabled = button.dataset.command !== "undo" && !this.allows(button.dataset.command);
    }
  }

  #drawKeys() {
    for (const key of document.querySelectorAll("[data-key]")) {
      key.textContent = keyName(this.keys.map[key.dataset.key]);
    }
    for (const button of document.querySelectorAll("[data-command]")) {
      const code = this.keys.map[button.dataset.command];
      if (code) button.setAttribute("aria-keyshortcuts", keyName(code));
    }
  }

  #setBusy(busy) {
    this.busy = busy;
    this.root.toggleAttribute("data-busy", busy);
    this.now.setAttribute("aria-busy", String(busy));
  }

  // The space bar means "next" again after every command, whatever was clicked.
  #rest() {
    if (document.querySelector("dialog[open]") !== null || this.documents.holdsFocus) return;
    this.root.focus({ preventScroll: true });
  }

  // Whoever typed something is not led away to the sign-in page: it would be lost.
  #refused(fault) {
    const away = !this.documents.dirty && signInAgain(fault);
    this.#say(away ? "" : faultSentence(fault, this.words));
  }

  #besideTicket(open) {
    this.root.toggleAttribute("data-documents", open);
    if (!open) this.#rest();
  }

  #say(sentence) {
    const notice = document.getElementById("notice");
    notice.hidden = sentence === "";
    notice.querySelector("[data-said]").textContent = sentence;
  }

  #connection(lost, dataAt) {
    showConnection(lost, dataAt);
    this.retry(lost);
    this.root.toggleAttribute("data-lost", lost);
  }

  // The server's own time, so a wrong clock on this computer holds nobody for a year.
  holdUntil(minutes) {
    if (minutes === "0") return {};
    const passedMs = performance.now() - this.now.bornAt;
    const until = Date.parse(this.now.dataset.now) + passedMs + Number(minutes) * 60_000;
    return { until: new Date(until).toISOString() };
  }
}

const root = document.getElementById("operator");
if (root !== null) new OperatorPage(root).start();

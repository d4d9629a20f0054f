// The operator's window: keys and buttons become commands, the stream keeps the page true.

import { NoConnection, SignedOut, fragment, post } from "./operator_api.js";
import { Clocks } from "./operator_clocks.js";
import { KeySettings, bindClosers, choose } from "./operator_dialogs.js";
import { Keys, keyName } from "./operator_keys.js";
import { UndoBar } from "./operator_undo.js";
import { follow } from "./live.js";

const REFRESH_PAUSE_MS = 120;
const WARNINGS = new Set(["limit_near", "limit_reached"]);
const PATHS = { next: "next", recall: "recall", no_show: "no_show", start: "start",
  finish: "finish", transfer: "transfer", hold: "hold", undo: "undo" };

class OperatorPage {
  constructor(root) {
    this.root = root;
    this.words = JSON.parse(document.getElementById("words").textContent);
    this.clocks = new Clocks(root);
    this.keys = new Keys();
    this.undo = new UndoBar(document.getElementById("undo"));
    this.settings = new KeySettings(document.getElementById("key-settings"), this.keys, {
      words: this.words.keys,
      changed: () => this.#drawKeys(),
    });
    this.busy = false;
    this.refreshing = null;
    this.again = false;
  }

  start() {
    document.addEventListener("keydown", (event) => this.#keydown(event), { capture: true });
    document.addEventListener("click", (event) => this.#click(event));
    bindClosers();
    this.#drawState();
    this.clocks.adopt();
    this.clocks.start();
    this.stream = follow({
      after: this.now.dataset.seq,
      onEvent: (event) => this.#happened(event),
      onConnection: (up) => this.#connection(up),
    });
  }

  get now() {
    return document.getElementById("now");
  }

  get ticket() {
    return this.now.dataset.ticket || null;
  }

  allows(command) {
    return this.now.dataset.commands.split(" ").includes(command);
  }

  #keydown(event) {
    if (document.querySelector("dialog[open]") !== null) return;
    const command = this.#commandOf(event);
    if (command === null) return;
    event.preventDefault(); // F3 searches and F5 reloads in a browser; here they call and start
    event.stopPropagation();
    if (!event.repeat) this.perform(command);
  }

  #commandOf(event) {
    if (event.ctrlKey && event.code === "KeyZ" && this.undo.ticket !== null) return "undo";
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return null;
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

  perform(command) {
    if (this.busy) return;
    if (command === "undo") return this.#undoNoShow();
    if (!this.allows(command)) return this.#say(this.words.not_now[command] ?? "");
    if (command === "pause") return this.#pauseOrResume();
    if (command === "transfer") return this.#ask("transfer-dialog", (service) => ({ service }), "transfer");
    if (command === "hold") return this.#ask("hold-dialog", holdUntil, "hold");
    return this.#windowCommand(command);
  }

  async #ask(dialogId, bodyOf, command) {
    const ticket = this.ticket;
    const chosen = await choose(document.getElementById(dialogId));
    if (chosen === null) return this.#rest();
    return this.#windowCommand(command, { ...bodyOf(chosen), expected_ticket: ticket });
  }

  #pauseOrResume() {
    const paths = { open: "pause", paused: "resume", closed: "open" };
    return this.#send(`${this.#window()}/${paths[this.now.dataset.status]}`, {});
  }

  async #undoNoShow() {
    const ticket = this.undo.ticket;
    this.undo.withdraw();
    await this.#windowCommand("undo", { ticket });
  }

  async #windowCommand(command, extra = {}) {
    const before = { id: this.ticket, number: this.now.dataset.number };
    const body = { expected_ticket: this.ticket, ...extra };
    const done = await this.#send(`${this.#window()}/${PATHS[command]}`, body);
    if (!done) return;
    if (command === "no_show") this.undo.offer(before);
    else this.undo.withdraw();
  }

  #window() {
    return `/windows/${this.root.dataset.window}`;
  }

  async #send(path, body) {
    if (this.busy) return false;
    this.#setBusy(true);
    this.#say("");
    try {
      await post(path, body);
      return true;
    } catch (fault) {
      this.#explain(fault);
      return false;
    } finally {
      await this.refresh();
      this.#setBusy(false);
      this.#rest();
    }
  }

  #explain(fault) {
    if (fault instanceof SignedOut) return this.#signIn();
    if (fault instanceof NoConnection) return this.#say(this.words.not_confirmed);
    return this.#say(fault.message || this.words.refused);
  }

  #signIn() {
    window.location.assign(`/login?next=${encodeURIComponent(window.location.pathname + window.location.search)}`);
  }

  #happened(event) {
    if (WARNINGS.has(event.kind)) this.#announce(event);
    clearTimeout(this.refreshSoon);
    this.refreshSoon = setTimeout(() => this.refresh(), REFRESH_PAUSE_MS);
  }

  #announce(event) {
    const sentence = this.words.warnings[event.kind].replace("{number}", event.number ?? "");
    document.getElementById("heard").textContent = sentence;
  }

  // One question at a time; an event that comes meanwhile asks once more.
  async refresh() {
    if (this.refreshing !== null) {
      this.again = true;
      return this.refreshing;
    }
    this.refreshing = this.#fetchPanel();
    await this.refreshing;
    this.refreshing = null;
    if (this.again) {
      this.again = false;
      await this.refresh();
    }
    return undefined;
  }

  async #fetchPanel() {
    try {
      this.#swap(await fragment(this.root.dataset.panel));
      this.#connection(true);
    } catch (fault) {
      if (fault instanceof SignedOut) this.#signIn();
      else if (fault instanceof NoConnection) this.#connection(false);
      else this.#explain(fault);
    }
  }

  #swap(markup) {
    const fresh = new DOMParser().parseFromString(markup, "text/html");
    const focused = document.activeElement?.id;
    for (const piece of [...fresh.body.children]) {
      const old = document.getElementById(piece.id);
      if (old === null) continue;
      old.replaceWith(piece);
      this.clocks.adopt(piece);
    }
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    this.#drawState();
  }

  #drawState() {
    const { state, status } = this.now.dataset;
    this.root.dataset.state = state;
    this.root.dataset.status = status;
    for (const button of this.root.querySelectorAll("[data-command]")) {
      button.disabled = button.dataset.command !== "undo" && !this.allows(button.dataset.command);
    }
    const labels = this.words.labels;
    document.getElementById("next-hint").textContent = labels.next[state] ?? "";
    document.getElementById("pause-label").textContent = labels.pause[status];
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
    if (document.querySelector("dialog[open]") === null) this.root.focus({ preventScroll: true });
  }

  #say(sentence) {
    const notice = document.getElementById("notice");
    notice.hidden = sentence === "";
    notice.querySelector("[data-said]").textContent = sentence;
  }

  #connection(up) {
    const lost = document.getElementById("lost");
    if (lost.hidden === up) return;
    lost.hidden = up;
    this.root.toggleAttribute("data-lost", !up);
    if (up) this.refresh();
  }
}

function holdUntil(minutes) {
  if (minutes === "0") return {};
  return { until: new Date(Date.now() + Number(minutes) * 60_000).toISOString() };
}

const root = document.getElementById("operator");
if (root !== null) new OperatorPage(root).start();

// @ts-check
/* The operator's window: keys and buttons become commands, the stream keeps the page true. */

import { Documents } from "../documents/documents.js";
import { fill, find, findAll, hit, pageData, write } from "../common/page.js";
import { watchWedge } from "../common/scanner.js";
import { faultOf, fetchJson, postJson } from "../common/server.js";
import { Clocks } from "../staff/clocks.js";
import { bindClosers, choose, isAsking } from "../staff/dialogs.js";
import { faultSentence, keepPieces, signInAgain, swapPieces, tell } from "../staff/pieces.js";
import { watchPresence } from "../staff/presence.js";
import { KeySettings } from "./key_settings.js";
import { Keys, keyName } from "./keys.js";
import { NoShowWatch } from "./no_show.js";
import { now } from "./now.js";
import { UndoBar } from "./undo.js";

/**
 * @import { JournalEvent } from "../common/live.js"
 * @import { Fault } from "../common/server.js"
 * @import { FaultWords, Snapshot } from "../staff/pieces.js"
 * @import { Words as KeyWords } from "./key_settings.js"
 * @import { Words as NoShowWords } from "./no_show.js"
 *
 * @typedef {object} OwnWords
 * @property {{[kind: string]: string}} warnings by the kind of the event that brings them.
 * @property {{[command: string]: string}} not_now
 * @property {{next: {[state: string]: string}, pause: {[status: string]: string}}} labels
 * @property {KeyWords} keys
 * @property {NoShowWords & {heard: {ready: string}}} no_show
 */

const FRESH_SECONDS = 20;
const LEAVES_VISITOR = new Set(["next", "no_show", "finish", "transfer", "hold"]);
/** @type {{[status: string]: string}} */
const PAUSE_PATHS = { open: "pause", paused: "resume", closed: "open" };

class OperatorPage {
  constructor() {
    this.root = find("#operator");
    /** @type {OwnWords & FaultWords} */
    this.words = pageData();
    this.window = `/windows/${this.root.dataset.window}`;
    this.panel = this.root.dataset.panel ?? "";
    this.clocks = new Clocks(this.root);
    this.keys = new Keys();
    this.undo = new UndoBar(find("#undo"));
    this.settings = new KeySettings(find("#key-settings"), this.keys, {
      words: this.words.keys,
      changed: () => this.#drawKeys(),
    });
    this.documents = new Documents({
      window: Number(this.root.dataset.window),
      words: this.words,
      ticket: () => now.ticket,
      changed: (open) => this.#besideTicket(open),
    });
    this.noShow = new NoShowWatch(this.root, {
      words: this.words.no_show,
      changed: (came) => this.#noShowChanged(came),
    });
    this.wedge = watchWedge();
    this.busy = false;
    this.seq = 0;
    document.addEventListener("keydown", (event) => this.#keydown(event), { capture: true });
    document.addEventListener("click", (event) => this.#click(event));
    bindClosers();
    watchPresence();
    this.#drawState();
    this.clocks.start();
    this.noShow.start();
    this.live = keepPieces({
      address: this.panel,
      show: (snapshot) => this.#show(snapshot),
      onEvent: (event) => this.#happened(event),
      onConnection: (lost) => this.root.toggleAttribute("data-lost", lost),
      onRefused: (fault) => this.#refused(fault),
      freshSeconds: FRESH_SECONDS,
    });
  }

  /** @param {string} command */
  allows(command) {
    if (command === "no_show") return this.noShow.possible; // the clock may have allowed it since
    return now.allows(command);
  }

  /** @param {KeyboardEvent} event */
  #keydown(event) {
    if (isAsking()) return;
    const command = this.#commandOf(event);
    if (command === null) return;
    event.preventDefault(); // F3 searches and F5 reloads in a browser; here they call and start
    event.stopPropagation();
    // A key that another one came with is part of a code: no scan calls a visitor.
    if (!event.repeat) this.wedge.hold(() => this.perform(command));
  }

  /** @param {KeyboardEvent} event */
  #commandOf(event) {
    if (event.ctrlKey && event.code === "KeyZ" && this.undo.ticket !== null) return "undo";
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return null;
    if (this.documents.keys.owns(event)) return null;
    if (event.code === "Space") return spaceMeansNext(event) ? "next" : null;
    return this.keys.commandOf(event.code);
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const button = hit(event, "[data-command], [data-back], [data-recall-held], [data-open]");
    if (button === null || button.matches(":disabled")) return;
    const { command, back, recallHeld, open } = button.dataset;
    if (command) this.perform(command);
    if (back) this.#send(`/tickets/${back}/return`, {});
    if (recallHeld) this.#windowCommand("recall", { ticket: recallHeld });
    if (open === "key-settings") this.settings.open();
  }

  /** @param {string} command */
  async perform(command) {
    if (this.busy) return;
    if (command === "undo") await this.#windowCommand("undo");
    else if (!this.allows(command)) this.#say(this.#whyNot(command));
    else if (command === "documents") await this.documents.open();
    else if (!LEAVES_VISITOR.has(command) || (await this.documents.mayLeave())) {
      await this.#carryOut(command);
    }
  }

  /** @param {string} command */
  #whyNot(command) {
    const early = command === "no_show" && this.noShow.left !== null;
    return early ? this.noShow.refusal : (this.words.not_now[command] ?? "");
  }

  /**
   * The clock alone makes the button work: no answer of the server is needed for it.
   *
   * @param {boolean} came
   */
  #noShowChanged(came) {
    this.#drawButtons();
    if (!came) return;
    this.#say(""); // what was missing is there
    find("#heard").textContent = this.words.no_show.heard.ready;
  }

  /** @param {string} command */
  #carryOut(command) {
    if (command === "pause") return this.#windowCommand(PAUSE_PATHS[now.status] ?? "open");
    if (command === "transfer") return this.#ask(command, (service) => ({ service }));
    if (command === "hold") return this.#ask(command, holdUntil);
    return this.#windowCommand(command);
  }

  /** @type {(command: string, bodyOf: (chosen: string) => object) => Promise<void>} */
  async #ask(command, bodyOf) {
    const { ticket } = now;
    const chosen = await choose(find(`#${command}-dialog`), this.wedge.hold);
    if (chosen === null) this.#rest();
    else await this.#windowCommand(command, { ...bodyOf(chosen), expected_ticket: ticket });
  }

  /** @type {(command: string, extra?: object) => Promise<void>} */
  async #windowCommand(command, extra = {}) {
    if (command === "undo") this.undo.withdraw();
    const before = { id: now.ticket, number: now.number };
    const body = { expected_ticket: now.ticket, ...extra };
    const done = await this.#send(`${this.window}/${command}`, body);
    if (!done) return;
    if (command === "no_show") this.undo.offer(before);
    else this.undo.withdraw();
  }

  /**
   * The page is drawn anew before the next press counts, so no press meets an old ticket.
   *
   * @type {(path: string, body: object) => Promise<boolean>}
   */
  async #send(path, body) {
    if (this.busy) return false;
    this.#setBusy(true);
    this.#say("");
    try {
      await postJson(`/api/v1${path}`, body);
      return true;
    } catch (error) {
      this.#refused(faultOf(error));
      return false;
    } finally {
      await this.#drawAnew();
      this.#setBusy(false);
      this.#rest();
    }
  }

  async #drawAnew() {
    try {
      this.#show(await fetchJson(this.panel));
    } catch {
      await this.live.refresh(); // says that the connection is lost, and keeps trying
    }
  }

  /** @param {JournalEvent} event */
  #happened(event) {
    const warning = this.words.warnings[event.kind];
    if (warning) find("#heard").textContent = fill(warning, event);
  }

  /** @param {Snapshot} snapshot */
  #show(snapshot) {
    if (snapshot.seq < this.seq) return; // an answer that was overtaken
    this.seq = snapshot.seq;
    const before = now.standing;
    swapPieces(snapshot.pieces, (piece) => this.clocks.adopt(piece));
    this.#drawState();
    this.documents.follow();
    if (!this.busy && before !== now.standing) this.#say(""); // a hint about what was
  }

  #drawState() {
    const { labels } = this.words;
    this.root.dataset.state = now.state;
    this.root.dataset.status = now.status;
    this.#drawButtons();
    this.noShow.draw();
    write(find("#next-hint"), labels.next[now.state] ?? "");
    write(find("#pause-label"), labels.pause[now.status] ?? "");
  }

  #drawButtons() {
    for (const button of findAll("[data-command]", this.root)) {
      const { command = "" } = button.dataset;
      button.toggleAttribute("disabled", command !== "undo" && !this.allows(command));
    }
  }

  #drawKeys() {
    for (const key of findAll("[data-key]")) key.textContent = keyName(this.keys.of(key.dataset.key));
    for (const button of findAll("[data-command]")) {
      const code = this.keys.of(button.dataset.command);
      if (code) button.setAttribute("aria-keyshortcuts", keyName(code));
    }
  }

  /** @param {boolean} busy */
  #setBusy(busy) {
    this.busy = busy;
    this.root.toggleAttribute("data-busy", busy);
    now.setBusy(busy);
  }

  /** The space bar means "next" again after every command, whatever was clicked. */
  #rest() {
    if (!isAsking() && !this.documents.holdsFocus) this.root.focus({ preventScroll: true });
  }

  /**
   * Whoever typed something is not led away to the sign-in page: it would be lost.
   *
   * @param {Fault} fault
   */
  #refused(fault) {
    const away = !this.documents.dirty && signInAgain(fault);
    this.#say(away ? "" : faultSentence(fault, this.words));
  }

  /** @param {boolean} open */
  #besideTicket(open) {
    this.root.toggleAttribute("data-documents", open);
    if (!open) this.#rest();
  }

  /** @param {string} sentence */
  #say(sentence) {
    tell(find("#notice"), sentence);
  }
}

/**
 * A space bar on another button presses that button, as everywhere.
 *
 * @param {KeyboardEvent} event
 */
function spaceMeansNext(event) {
  const control = hit(event, "button, a, input, select, textarea, summary");
  return control === null || control.dataset.command === "next";
}

/** @param {string} minutes "0" for as long as it takes. */
const holdUntil = (minutes) => (minutes === "0" ? {} : { until: now.after(Number(minutes)) });

new OperatorPage();

// @ts-check
/* Keeps a page alive: server-sent events, a snapshot after every change, and a calm way back after
   the server was gone. No page needs to be reloaded by hand. */

import { clockText, maybe } from "./page.js";
import { faultOf } from "./server.js";
import { openStream } from "./stream.js";

const QUIET_MS = 10_000; // news by snapshot but none by event for so long: the stream is dead
const RELOAD_PAUSE_MS = 60_000; // a page that is refused reloads itself at most this often
const POLL_SECONDS = 5; // while the stream is down
const SETTLE_MS = 80; // a burst of events asks for one snapshot, however long it is

/**
 * @import { Fault } from "./server.js"
 * @import { Stream } from "./stream.js"
 * @typedef {{kind: string, seq?: number, number?: string}} JournalEvent news of a device has no `seq`
 * @typedef {(lost: boolean, dataAt: Date | null) => void} OnConnection lost or back
 */

/**
 * Show snapshots for as long as the page lives.
 *
 * @template {{seq?: number}} S
 * @param {object} options
 * @param {() => Promise<S>} options.read the present snapshot, with `seq`; asked for at once and after
 *   every change.
 * @param {(snapshot: S) => void} options.show draws a snapshot.
 * @param {(event: JournalEvent) => void} [options.onEvent] told of each event, before the snapshot.
 * @param {OnConnection} [options.onConnection]
 * @param {(fault: Fault) => void} [options.onRefused] the server wants a sign-in first (401, 403).
 * @param {number} [options.freshSeconds] also ask this often, for waits that only time moves.
 * @param {number} [options.settleMs] so long after news the snapshot is asked for, once for all of it.
 * @returns {{refresh: () => Promise<void>}}
 */
export function keepLive({
  read,
  show,
  onEvent = () => {},
  onConnection = showConnection,
  onRefused = reloadSeldom,
  freshSeconds = 30,
  settleMs = SETTLE_MS,
}) {
  /** @type {Stream | null} */
  let stream = null;
  /** @type {number | null} */
  let lastSeq = null;
  let lastHeard = 0;
  /** @type {Date | null} */
  let dataAt = null;
  let lost = false;
  /** @type {number | undefined} */
  let settle;
  /** @type {Promise<void> | null} */
  let asking = null;
  let askAgain = false;

  /** @param {boolean} nowLost */
  function connection(nowLost) {
    if (nowLost === lost) return;
    lost = nowLost;
    onConnection(lost, dataAt);
  }

  function refresh() {
    if (asking) {
      askAgain = true; // something changed while the answer was under way
      return asking;
    }
    asking = ask().finally(() => {
      asking = null;
      if (!askAgain) return;
      askAgain = false;
      refresh();
    });
    return asking;
  }

  async function ask() {
    let snapshot;
    try {
      snapshot = await read();
    } catch (error) {
      const fault = faultOf(error);
      if (fault.status === 401 || fault.status === 403) onRefused(fault);
      connection(true);
      return;
    }
    dataAt = new Date();
    const news = lastSeq !== null && (snapshot.seq ?? 0) > lastSeq;
    known(snapshot.seq);
    // A stream that was shared may have died with another page: this one trusts its own then.
    if (news && stream && Date.now() - lastHeard > QUIET_MS) listen({ alone: true });
    connection(false);
    show(snapshot);
  }

  /** @param {number | undefined} seq */
  function known(seq) {
    if (seq !== undefined) lastSeq = Math.max(lastSeq ?? 0, seq);
  }

  function soon() {
    settle ??= setTimeout(() => {
      settle = undefined;
      refresh();
    }, settleMs);
  }

  /** @param {string} data */
  function hear(data) {
    lastHeard = Date.now();
    /** @type {JournalEvent} */
    const event = JSON.parse(data);
    if (event.seq) known(event.seq); // news of a device has no place in the journal
    onEvent(event);
    soon();
  }

  function opened() {
    lastHeard = Date.now();
    soon();
  }

  /** @param {{alone?: boolean}} [how] */
  function listen(how) {
    stream?.close();
    stream = openStream({ after: lastSeq, opened, hear }, how);
  }

  function watch() {
    if (stream?.state() !== "open") refresh();
    if (stream?.state() === "closed") listen();
  }

  setInterval(watch, POLL_SECONDS * 1000);
  setInterval(refresh, freshSeconds * 1000);
  window.addEventListener("online", soon);
  window.addEventListener("pagehide", () => stream?.close());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") soon();
  });
  refresh().then(() => listen());
  return { refresh };
}

/** Load the page anew, so that the server can ask for a sign-in; never in a tight circle. */
function reloadSeldom() {
  const last = Number(sessionStorage.getItem("kezek-reloaded-at") ?? 0);
  if (Date.now() - last < RELOAD_PAUSE_MS) return;
  sessionStorage.setItem("kezek-reloaded-at", String(Date.now()));
  window.location.reload();
}

/** @type {OnConnection} the band of base.html that says the data are old. */
export function showConnection(lost, dataAt) {
  const band = maybe("[data-connection-lost]");
  if (!band) return;
  const time = maybe("[data-data-time]", band);
  if (time && dataAt) time.textContent = clockText(dataAt);
  band.hidden = !lost;
}

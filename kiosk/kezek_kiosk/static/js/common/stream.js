// @ts-check
/* The server's live stream for one page: shared with all pages of the browser where it can share. */

const STREAM = "/api/v1/stream";
let canShare = "SharedWorker" in window;

/**
 * @import { FromWorker, ToWorker } from "./stream_worker.js"
 * @typedef {"connecting" | "open" | "closed"} StreamState
 * @typedef {{state: () => StreamState, close: () => void}} Stream
 * @typedef {object} Listener
 * @property {number | null} after the last event that the page knows.
 * @property {() => void} opened also after every interruption.
 * @property {(data: string) => void} hear told of each event.
 */

/**
 * @param {Listener} listener
 * @param {{alone?: boolean}} [how] whether this page is to have a stream of its own.
 * @returns {Stream}
 */
export function openStream(listener, { alone = false } = {}) {
  return alone || !canShare ? ownStream(listener) : sharedStream(listener);
}

/** @param {Listener} listener @returns {Stream} */
function sharedStream({ after, opened, hear }) {
  /** @type {StreamState} */
  let state = "connecting";
  const worker = new SharedWorker(new URL("stream_worker.js", import.meta.url), {
    type: "module",
    name: "kezek-stream",
  });
  /** @param {ToWorker} message */
  const ask = (message) => worker.port.postMessage(message);
  worker.onerror = () => {
    canShare = false; // the script did not come: whoever looks next opens a stream of its own
    state = "closed";
  };
  worker.port.onmessage = ({ data }) => {
    /** @type {FromWorker} */
    const message = data;
    if (state === "closed") return;
    if (message.told === "lost") {
      state = message.forGood ? "closed" : "connecting";
      return;
    }
    state = "open";
    if (message.told === "open") opened();
    else hear(message.data);
  };
  ask({ asked: "join", after });
  return {
    state: () => state,
    close() {
      state = "closed";
      ask({ asked: "leave" });
    },
  };
}

/** @param {Listener} listener @returns {Stream} */
function ownStream({ after, opened, hear }) {
  const source = new EventSource(after === null ? STREAM : `${STREAM}?after=${after}`);
  source.onopen = opened;
  source.onmessage = ({ data }) => hear(data);
  /** @type {{[state: number]: StreamState}} */
  const names = { [EventSource.CONNECTING]: "connecting", [EventSource.OPEN]: "open" };
  return { state: () => names[source.readyState] ?? "closed", close: () => source.close() };
}

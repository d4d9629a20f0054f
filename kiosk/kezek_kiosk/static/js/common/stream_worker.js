// @ts-check
/* Runs once for all pages of a browser: holds the one stream of the server, and tells every page what
   it brings. A browser has six connections to a server; six pages with a stream each would leave none. */

const STREAM = "/api/v1/stream";
const MOST_KEPT = 500; // events for a page that joins a moment after its snapshot

/**
 * @typedef {{told: "open"} | {told: "lost", forGood: boolean} | {told: "event", data: string}} FromWorker
 * @typedef {{asked: "join", after: number | null} | {asked: "leave"}} ToWorker
 */

/** @type {Set<MessagePort>} */
const pages = new Set();
/** @type {EventSource | null} */
let source = null;
/** @type {{seq: number, data: string}[]} the last events, oldest first. */
const kept = [];

/** @param {FromWorker} message */
const tellAll = (message) => pages.forEach((page) => page.postMessage(message));

/** @param {number | null} after */
function listen(after) {
  source?.close();
  kept.length = 0;
  const opened = new EventSource(after === null ? STREAM : `${STREAM}?after=${after}`);
  source = opened;
  opened.onopen = () => tellAll({ told: "open" });
  opened.onerror = () =>
    tellAll({ told: "lost", forGood: opened.readyState === EventSource.CLOSED });
  opened.onmessage = ({ data, lastEventId }) => {
    const seq = Number(lastEventId);
    if (JSON.parse(data).seq) kept.push({ seq, data }); // news of a device has no place
    if (kept.length > MOST_KEPT) kept.shift();
    tellAll({ told: "event", data });
  };
}

/**
 * @param {MessagePort} page
 * @param {number | null} after the last event that the page knows.
 */
function join(page, after) {
  pages.add(page);
  if (source === null || source.readyState === EventSource.CLOSED) {
    listen(after);
  } else if (source.readyState === EventSource.OPEN) {
    page.postMessage({ told: "open" }); // it asks for a snapshot now: what is older is in there
    for (const { seq, data } of kept) {
      if (after !== null && seq > after) page.postMessage({ told: "event", data });
    }
  }
}

/** @param {MessagePort} page */
function leave(page) {
  pages.delete(page);
  page.close();
  if (pages.size > 0) return;
  source?.close();
  source = null;
}

self.addEventListener("connect", (event) => {
  const page = /** @type {MessageEvent} */ (event).ports[0];
  if (page === undefined) return;
  page.onmessage = ({ data }) => {
    /** @type {ToWorker} */
    const message = data;
    if (message.asked === "join") join(page, message.after);
    else leave(page);
  };
});

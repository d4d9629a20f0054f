// @ts-check
/* A staff's page is made of pieces that the server draws: swapped in after every change, with one way
   to say that something went wrong. */

import { keepLive, showConnection } from "../common/live.js";
import { elementOf, find } from "../common/page.js";
import { fetchJson } from "../common/server.js";

/**
 * @import { JournalEvent, OnConnection } from "../common/live.js"
 * @import { Fault } from "../common/server.js"
 * @typedef {{seq: number, pieces: {[id: string]: string}}} Snapshot
 * @typedef {{not_confirmed: string, refused: string}} FaultWords
 */

const RETRY_MS = 2000;

/**
 * @type {WeakMap<Element, Element>} how the server drew a piece, before a clock or a script changed it.
 */
const asDrawn = new WeakMap();

/**
 * Swap pieces of a page for what the server draws now, keeping focus and running clocks.
 *
 * @param {{[id: string]: string}} pieces
 * @param {(piece: HTMLElement) => void} [adopted] told of each that is new.
 */
export function swapPieces(pieces, adopted = () => {}) {
  const focused = document.activeElement?.id;
  for (const [id, markup] of Object.entries(pieces)) {
    const old = document.getElementById(id);
    if (old === null) continue;
    const fresh = elementOf(markup);
    if (fresh === null || fresh.isEqualNode(asDrawn.get(old) ?? null)) continue;
    asDrawn.set(fresh, /** @type {Element} */ (fresh.cloneNode(true)));
    old.replaceWith(fresh);
    adopted(fresh);
  }
  if (focused && document.activeElement?.id !== focused) {
    document.getElementById(focused)?.focus({ preventScroll: true });
  }
}

/**
 * Keep a staff's page true; an answer that was lost is asked for again and again.
 *
 * @template {Snapshot} S
 * @param {object} options
 * @param {string} options.address of the pieces.
 * @param {(snapshot: S) => void} options.show
 * @param {(event: JournalEvent) => void} [options.onEvent]
 * @param {(lost: boolean) => void} [options.onConnection]
 * @param {(fault: Fault) => void} [options.onRefused]
 * @param {number} [options.freshSeconds]
 */
export function keepPieces({ address, onConnection = () => {}, onRefused = signInAgain, ...options }) {
  /** @type {number | undefined} */
  let timer;
  /** @type {OnConnection} */
  const connection = (lost, dataAt) => {
    showConnection(lost, dataAt);
    // The stream may be open all the while: nothing else would ask before the next change.
    clearInterval(timer);
    if (lost) timer = setInterval(() => live.refresh(), RETRY_MS);
    onConnection(lost);
  };
  const live = keepLive({
    ...options,
    read: () => fetchJson(address),
    onConnection: connection,
    onRefused,
  });
  return live;
}

/**
 * Why a command came to nothing, in words: the server's own, or that nobody knows.
 *
 * @param {Fault} fault
 * @param {FaultWords} words
 * @returns {string}
 */
export function faultSentence({ status, problem }, words) {
  if (status === undefined || status >= 502) return words.not_confirmed;
  return problem?.detail || words.refused;
}

/**
 * Lead whoever is signed out to the sign-in page; false where that is not the fault.
 *
 * @param {Fault} fault
 */
export function signInAgain({ status }) {
  if (status !== 401) return false;
  const here = window.location.pathname + window.location.search;
  window.location.assign(`/login?next=${encodeURIComponent(here)}`);
  return true;
}

/**
 * Say a sentence in a band of the page; an empty one puts the band away.
 *
 * @param {HTMLElement} band
 * @param {string} sentence
 * @param {Element | null} [link] after it.
 */
export function tell(band, sentence, link = null) {
  band.hidden = sentence === "";
  find("span", band).replaceChildren(sentence, ...(link ? [" ", link] : []));
}

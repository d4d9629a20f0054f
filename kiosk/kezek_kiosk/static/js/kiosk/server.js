// @ts-check
/* The kiosk's talk with the server: the state, a ticket, the print job, a voice. */

import { listenForNews, ofJobs } from "../common/news.js";
import { pause } from "../common/page.js";
import { pairedHeaders } from "../common/pairing.js";
import { csrfToken, faultOf, fetchJson, postJson, postRenewed, setCsrfToken } from "../common/server.js";

/**
 * @import { Part } from "../common/words.js"
 * @import { LocalText, Wait } from "./words.js"
 *
 * @typedef {object} Service
 * @property {string} service its slug.
 * @property {LocalText} title
 * @property {string} letter of its tickets.
 * @property {string[]} stages
 * @property {number} waiting people.
 * @property {boolean} full
 * @property {number | null} limit_minutes
 * @property {Wait | null} expected_wait_minutes
 *
 * @typedef {object} OfficeState
 * @property {number} seq
 * @property {string | null} clock null where nobody knows the time.
 * @property {string | null} closed why no ticket is issued.
 * @property {LocalText | null} opens
 * @property {Service[]} services
 * @property {boolean} may_issue whether this screen is paired, or needs not be.
 * @property {string} csrf_token
 *
 * @typedef {object} Ticket
 * @property {string} number
 * @property {number} ahead
 * @property {string | null} status_url
 * @property {number | null} print_job
 * @property {Wait | null} expected_wait_minutes
 * @property {string} [request] whose result it is for.
 * @property {number | null} [window]
 *
 * @typedef {object} Receipt what is known of the request of a receipt
 * @property {string} answer
 * @property {string} [when]
 * @property {string} [number]
 * @property {string} [service]
 * @property {LocalText} [title]
 * @property {string} [language]
 * @property {LocalText} [keep_until]
 * @property {LocalText} [due]
 * @property {LocalText} [closed]
 * @property {LocalText} [authority]
 * @property {LocalText} [show] what to have along.
 *
 * @typedef {{idempotency_key: string, [field: string]: unknown}} Order
 * @typedef {"printing" | "printed" | "not_printed"} Printing
 */

const PAUSES_MS = [700, 1500, 3000];
const LONGEST_PAUSE_MS = 5000;
const TRIES_ANSWERED = 5; // by a server that says that it cannot
const TRIES_UNTIL_UNSURE = 3;
const PRINT_ASK_MS = 3000; // where nothing is heard of the job
const PRINT_PATIENCE_MS = 12_000;

/** @returns {Promise<OfficeState>} */
export async function readState() {
  const state = await fetchJson("/kiosk/state", { headers: pairedHeaders(), seconds: 4 });
  setCsrfToken(state.csrf_token);
  return state;
}

/** Where a ticket is asked for; the key of the order makes sure that it is one ticket only. */
export const TICKETS = "/api/v1/tickets";

/**
 * Likewise for the result of a request; one that waits already is given again.
 *
 * @param {string} number
 */
export const pickUpOf = (number) => `/api/v1/requests/${number}/ticket`;

/**
 * Where the request of a receipt stands; the number travels in the body.
 *
 * @param {string} number
 * @returns {Promise<Receipt>}
 */
export async function readReceipt(number) {
  const ask = () =>
    postJson("/kiosk/receipt", { number }, { headers: pairedHeaders(), seconds: 6 });
  try {
    return await ask();
  } catch (error) {
    const { status } = faultOf(error);
    if (status && status !== 403) throw error;
    await readState(); // a lost answer, or a CSRF token that has run out
    return ask();
  }
}

/**
 * Post until it is known what became of it; the order carries a key that makes a repetition
 * harmless. A refusal is an answer. A try without one is not: the server may have done what was
 * asked, so it is asked for as long as it takes, and never anew under another key.
 *
 * @param {string} address where to post.
 * @param {Order} order
 * @param {object} [options]
 * @param {() => void} [options.unsure] told once, when an answer was lost for some seconds.
 */
export async function postOrder(address, order, { unsure = () => {} } = {}) {
  let lost = false;
  for (let tries = 1; ; tries += 1) {
    try {
      return await postRenewed(address, order, { headers: pairedHeaders(), renew: readState });
    } catch (error) {
      const { code, isUnsure, status } = faultOf(error);
      if (!isUnsure && status !== 429 && code !== "page_expired") throw error;
      lost ||= status === undefined;
      if (!lost && tries >= TRIES_ANSWERED) throw error;
      if (lost && tries === TRIES_UNTIL_UNSURE) unsure();
    }
    await pause(PAUSES_MS[tries - 1] ?? LONGEST_PAUSE_MS);
  }
}

/**
 * Follow a print job until it is known what became of it.
 *
 * @param {number | null} job
 * @param {(now: Printing) => boolean} onChange false ends it: nobody looks any more.
 */
export async function followPrint(job, onChange) {
  if (!job) {
    onChange("not_printed");
    return;
  }
  const news = listenForNews(ofJobs([job]));
  try {
    await followTold(job, news, onChange);
  } finally {
    news.close();
  }
}

/** @type {(job: number, news: ReturnType<typeof listenForNews>, onChange: (now: Printing) => boolean) => Promise<void>} */
async function followTold(job, news, onChange) {
  const began = performance.now();
  /** @type {Printing} */
  let last = "printing";
  onChange(last);
  for (;;) {
    const seen = await readJob(job);
    /** @type {boolean} */
    const late = last === "not_printed" || performance.now() - began > PRINT_PATIENCE_MS;
    /** @type {Printing} */
    const now = seen === "printing" && late ? "not_printed" : seen;
    if (now !== last) {
      last = now;
      if (!onChange(now)) return;
    }
    if (last === "printed") return;
    // A paper that comes late is still told of: the roll may just have been changed.
    if (performance.now() - began > 5 * PRINT_PATIENCE_MS) return;
    await news.next(PRINT_ASK_MS);
  }
}

/** @param {number} job @returns {Promise<Printing>} */
async function readJob(job) {
  try {
    const answer = await fetchJson(`/api/v1/print-jobs/${job}`, { headers: pairedHeaders() });
    if (answer.state === "printed") return "printed";
    if (["uncertain", "unprintable"].includes(answer.state)) return "not_printed";
    const stopped = answer.detail || answer.stopped; // tried in vain, or no printer can print now
    return answer.state === "pending" && stopped ? "not_printed" : "printing";
  } catch {
    return "printing"; // nobody knows: the next look, or its patience, tells
  }
}

/** @param {Part} part @returns {Promise<ArrayBuffer | null>} */
export async function fetchSpeech({ language, text }) {
  const response = await fetch("/kiosk/speech", {
    method: "POST",
    body: JSON.stringify({ language, text }),
    headers: {
      "Content-Type": "application/json",
      "X-CSRFToken": csrfToken(),
      ...pairedHeaders(),
    },
  });
  return response.ok ? response.arrayBuffer() : null;
}

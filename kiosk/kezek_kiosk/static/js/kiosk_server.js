/* The kiosk's talk with the server: the state, a ticket, the print job, a voice. */

import { csrfToken, fetchJson, postJson, setCsrfToken } from "./live.js";

const TOKEN_KEY = "kezek-kiosk-token";
const PAUSES_MS = [700, 1500, 3000, 5000];
const TRIES_ANSWERED = 5; // by a server that says that it cannot
const TRIES_UNTIL_UNSURE = 3;
const PRINT_ASK_MS = 500;
const PRINT_PATIENCE_MS = 12_000;

/** The headers of a paired screen; an open kiosk has none. */
export function pairedHeaders() {
  const token = localStorage.getItem(TOKEN_KEY);
  return token ? { Authorization: `Bearer ${token}` } : {};
}

export function keepToken(token) {
  if (token) localStorage.setItem(TOKEN_KEY, token);
  else localStorage.removeItem(TOKEN_KEY);
}

export async function readState() {
  const state = await fetchJson("/kiosk/state", { headers: pairedHeaders(), seconds: 4 });
  setCsrfToken(state.csrf_token);
  return state;
}

/** 128 random bits: the key that makes a repeated request harmless. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** Where a ticket is asked for; the key of the order makes sure that it is one ticket only. */
export const TICKETS = "/api/v1/tickets";

/** Likewise for the result of a request; one that waits already is given again. */
export const pickUpOf = (number) => `/api/v1/requests/${number}/ticket`;

/** Where the request of a receipt stands; the number travels in the body. */
export async function readReceipt(number) {
  const ask = () =>
    postJson("/kiosk/receipt", { number }, { headers: pairedHeaders(), seconds: 6 });
  try {
    return await ask();
  } catch (error) {
    if (error.status && error.status !== 403) throw error;
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
 * @param {object} order with its `idempotency_key`.
 * @param {object} [options]
 * @param {() => void} [options.unsure] told once, when an answer was lost for some seconds.
 */
export async function postOrder(address, order, { unsure = () => {} } = {}) {
  let lost = false;
  for (let tries = 1; ; tries += 1) {
    try {
      return await postJson(address, order, { headers: pairedHeaders() });
    } catch (error) {
      if (error.problem?.code === "page_expired") {
        await readState().catch(() => null); // the CSRF token had run out: take the new one
      } else if (error.status && error.status < 500 && error.status !== 429) {
        throw error;
      }
      lost ||= !error.status;
      if (!lost && tries >= TRIES_ANSWERED) throw error;
      if (lost && tries === TRIES_UNTIL_UNSURE) unsure();
    }
    await pause(PAUSES_MS[Math.min(tries, PAUSES_MS.length) - 1]);
  }
}

/** Follow a print job until it is known what became of it: "printed" or "not_printed". */
export async function followPrint(job, onChange) {
  if (!job) {
    onChange("not_printed");
    return;
  }
  const began = performance.now();
  let told = "printing";
  onChange(told);
  for (;;) {
    const seen = (await readJob(job)) ?? "printing";
    const late = told === "not_printed" || performance.now() - began > PRINT_PATIENCE_MS;
    const now = seen === "printing" && late ? "not_printed" : seen;
    if (now !== told) {
      told = now;
      if (onChange(now) === false) return;
    }
    if (told === "printed") return;
    // A paper that comes late is still told of: the roll may just have been changed.
    if (performance.now() - began > 5 * PRINT_PATIENCE_MS) return;
    await pause(PRINT_ASK_MS);
  }
}

async function readJob(job) {
  try {
    const answer = await fetchJson(`/api/v1/print-jobs/${job}`, { headers: pairedHeaders() });
    if (answer.state === "printed") return "printed";
    if (["uncertain", "unprintable"].includes(answer.state)) return "not_printed";
    const stopped = answer.detail || answer.stopped; // tried in vain, or no printer can print now
    return answer.state === "pending" && stopped ? "not_printed" : "printing";
  } catch {
    return null;
  }
}

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

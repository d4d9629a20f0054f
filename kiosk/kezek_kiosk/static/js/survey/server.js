// @ts-check
/* The tablet's talk with the server: the visit to ask about, and the answers. */

import { pause } from "../common/page.js";
import { pairedHeaders } from "../common/pairing.js";
import { faultOf, fetchJson, postJson, setCsrfToken } from "../common/server.js";

/**
 * @typedef {{ticket: string, number: string, language: string}} Visit that is over, and may be asked about
 * @typedef {{visit: Visit | null, busy: boolean}} State `busy`: somebody else is at the window by now
 * @typedef {{ticket: string, [question: string]: boolean | string}} Letter
 * @typedef {"taken" | "already" | "lost" | "later"} Outcome lost: no answer; later: the server cannot now
 */

const SEND_PAUSES_MS = [0, 1_000, 3_000];
const TAKEN_ALREADY = ["survey_answered", "survey_closed"];

/** @param {number} window @returns {Promise<State>} */
export async function readState(window) {
  const state = await fetchJson(`/survey/${window}/state`, {
    headers: pairedHeaders(),
    seconds: 4,
  });
  setCsrfToken(state.csrf_token);
  return state;
}

/** Post answers once. @param {Letter} answers @returns {Promise<Outcome>} */
async function postAnswers(answers) {
  try {
    await postJson("/api/v1/surveys", answers, { headers: pairedHeaders(), seconds: 4 });
    return "taken";
  } catch (error) {
    const { code = "", status } = faultOf(error);
    if (TAKEN_ALREADY.includes(code)) return "already";
    return status ? "later" : "lost";
  }
}

/**
 * Post answers with some patience; the CSRF token is renewed by the state asked meanwhile.
 *
 * @param {Letter} answers
 * @returns {Promise<"taken" | "already" | "later">}
 */
export async function sendAnswers(answers) {
  let lost = false;
  for (const ms of SEND_PAUSES_MS) {
    if (ms) await pause(ms);
    const outcome = await postAnswers(answers);
    // What this tablet sent before, and lost the answer of, was no second opinion.
    if (outcome === "already" && lost) return "taken";
    if (outcome === "taken" || outcome === "already") return outcome;
    lost ||= outcome === "lost";
  }
  return "later";
}

/** Answers that the server could not be given yet; they are sent in order, when it is back. */
export function makeOutbox() {
  /** @type {Letter[]} */
  const letters = [];
  let emptying = false;

  return {
    /** @param {Letter} letter */
    put: (letter) => letters.push(letter),
    async empty() {
      if (emptying) return;
      emptying = true;
      for (let next = letters[0]; next; next = letters[0]) {
        if (!["taken", "already"].includes(await postAnswers(next))) break;
        letters.shift();
      }
      emptying = false;
    },
  };
}

/* The tablet's talk with the server: the visit to ask about, and the answers. */

import { fetchJson, postJson, setCsrfToken } from "./live.js";

const TOKEN_KEY = "kezek-kiosk-token"; // the kiosk's own: a screen is paired once for both pages
const SEND_PAUSES_MS = [0, 1_000, 3_000];
const TAKEN_ALREADY = new Set(["survey_answered", "survey_closed"]);

function pairedHeaders() {
  const token = localStorage.getItem(TOKEN_KEY);
  return token ? { Authorization: `Bearer ${token}` } : {};
}

export function keepToken(token) {
  if (token) localStorage.setItem(TOKEN_KEY, token);
  else localStorage.removeItem(TOKEN_KEY);
}

export async function readState(window) {
  const state = await fetchJson(`/survey/${window}/state`, {
    headers: pairedHeaders(),
    seconds: 4,
  });
  setCsrfToken(state.csrf_token);
  return state;
}

/** Post answers once: "taken", "already", "lost" without an answer, or "later" after a refusal. */
export async function postAnswers(answers) {
  try {
    await postJson("/api/v1/surveys", answers, { headers: pairedHeaders(), seconds: 4 });
    return "taken";
  } catch (error) {
    if (TAKEN_ALREADY.has(error.problem?.code)) return "already";
    return error.status ? "later" : "lost";
  }
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** Post answers with some patience; the CSRF token is renewed by the state asked meanwhile. */
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

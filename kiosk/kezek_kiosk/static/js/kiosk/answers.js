// @ts-check
/* What is told of a receipt: where its request stands, and what to do next. */

import { copyOf, find } from "../common/page.js";

/**
 * @import { Receipt } from "./server.js"
 * @import { LocalText, Words } from "./words.js"
 *
 * @typedef {object} Answer
 * @property {string} sign
 * @property {string} heading
 * @property {string} [label] of the value.
 * @property {(found: Receipt) => LocalText | undefined} [value]
 * @property {string} advice
 * @property {"take" | "retype" | "done"} [action]
 */

/** @type {{[answer: string]: Answer}} */
const ANSWERS = {
  ready: {
    sign: "check",
    heading: "Your result is ready",
    label: "Kept until",
    value: (found) => found.keep_until,
    advice: "Take a ticket: you will be called to a window",
    action: "take",
  },
  not_ready: {
    sign: "clock",
    heading: "Your result is not ready yet",
    label: "Come on",
    value: (found) => found.due,
    advice: "Bring this receipt",
  },
  not_ready_today: {
    sign: "clock",
    heading: "Your result is not ready yet",
    label: "Day of issue: today",
    value: (found) => found.due,
    advice: "Come later today or ask the staff",
  },
  not_ready_late: {
    sign: "warning",
    heading: "Your result is not ready yet",
    label: "It was due on",
    value: (found) => found.due,
    advice: "We are sorry. Ask the staff: they will tell you when to come",
  },
  returned: {
    sign: "info",
    heading: "Your documents need a correction",
    advice: "Come to the staff with this receipt: they will show you what to correct",
    action: "take",
  },
  issued: {
    sign: "info",
    heading: "The result has been given out",
    label: "Given out on",
    value: (found) => found.closed,
    advice: "If it was not given to you, ask the staff",
  },
  refused: {
    sign: "info",
    heading: "The service was refused",
    label: "Date of the answer",
    value: (found) => found.closed,
    advice: "Ask the staff: they will explain the reasons and how to appeal",
  },
  handed_over: {
    sign: "info",
    heading: "The result is no longer here",
    label: "It was handed over to",
    value: (found) => found.authority,
    advice: "Go there with this receipt. The staff will tell you the address",
  },
  unknown: {
    sign: "info",
    heading: "This number is not in our register",
    advice: "Compare it with the receipt and see which office gave it. The staff will help you",
    action: "retype",
  },
};

/** Whether the server's word is one that the screen of answers tells. @param {Receipt} found */
export const isAnswer = (found) => found.answer in ANSWERS;

/**
 * @param {Receipt} found
 * @param {object} of
 * @param {Words} of.words
 * @param {string | null} of.closed why no ticket is given out now.
 * @param {LocalText | null} of.opens when tickets are given out again.
 */
export function drawAnswer(found, { words, closed: why, opens }) {
  const shown = ANSWERS[`${found.answer}_${found.when}`] ?? ANSWERS[found.answer];
  if (!shown) return;
  const closed = shown.action === "take" && isClosedFor(found, why);
  drawHead(found, shown, words);
  const value = closed ? opens : shown.value?.(found);
  find("[data-answer-fact]").hidden = !value;
  if (value) {
    const label = closed ? "Tickets are given out again" : (shown.label ?? "");
    words.say(find("[data-answer-label]"), label);
    words.sayLocal(find("[data-answer-value]"), value);
  }
  words.say(
    find("[data-answer-advice]"),
    closed ? "Tickets are not given out now. Come when the office is open" : shown.advice,
  );
  // What to have along says more in the same room, unless the visitor has to ask the staff now.
  const shows = Boolean(found.show) && !closed && !found.when;
  find("[data-answer-advice]").hidden = shows;
  find("[data-answer-show]").hidden = !shows;
  if (found.show) words.sayLocal(find("[data-answer-show]"), found.show);
  const action = closed ? "done" : (shown.action ?? "done");
  for (const name of ["take", "retype", "done"]) {
    find(`[data-answer-${name}]`).hidden = name !== action;
  }
}

/** @type {(found: Receipt, shown: Answer, words: Words) => void} */
function drawHead(found, { sign, heading }, words) {
  find("[data-answer-sign]").replaceChildren(copyOf(`#sign-${sign}`));
  find("[data-answer-sign]").classList.toggle("tone--warn", sign === "warning");
  words.say(find("[data-answer-heading]"), heading);
  find("[data-answer-number]").textContent = found.number ?? "";
  find("[data-answer-service]").hidden = !found.title;
  if (found.title) words.sayLocal(find("[data-answer-service]"), found.title);
}

/**
 * A day's limit is one of hand-ins: it keeps no result back.
 *
 * @type {(found: Receipt, closed: string | null) => boolean}
 */
const isClosedFor = (found, closed) =>
  closed !== null && !(closed === "day_limit" && found.answer === "ready");

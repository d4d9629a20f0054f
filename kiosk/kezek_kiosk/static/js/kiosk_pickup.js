/* Pick-up: from the number of a receipt to its answer, and what to do next. */

import { numberIn } from "./key_place.js";

const DIGITS = 9;
const EMPTY = "_";
const MOMENT_MS = 300; // an answer that comes sooner needs no screen between
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
const ENTRY = {
  scan: {
    heading: "Show the code of the receipt to the scanner or type the number",
    advice: "The number stands on the receipt in large print: nine digits",
  },
  type: {
    heading: "Type the number of the receipt",
    advice: "The number stands on the receipt in large print: nine digits",
  },
  mistyped: {
    heading: "One digit does not match. Compare the number with the receipt",
    advice: "Correct it and press “Check” once more",
  },
  no_number: {
    heading: "This is not the code of a receipt",
    advice: "Show the square code of the receipt or type the number",
  },
  trouble: {
    heading: "The number cannot be looked up now",
    advice: "Press “Check” once more in a minute or ask the staff",
  },
};

/**
 * The two screens of pick-up.
 *
 * @param {object} kiosk what the kiosk lends: `words`, `find`, `open(screen)`, `state()`,
 *   `visit()`, `lookUp(number)`, `collect(found)`, `speakAs(language)`, `hasScanner`.
 */
export function makePickUp(kiosk) {
  const { words, find } = kiosk;
  let typed = "";
  let entry = "scan";
  let found = null;
  let asking = false;

  const firstEntry = () => (kiosk.hasScanner ? "scan" : "type");

  function reset() {
    typed = "";
    entry = firstEntry();
    found = null;
    asking = false;
  }

  function enter() {
    reset();
    kiosk.open("receipt");
  }

  function press(digit) {
    if (typed.length < DIGITS) typed += digit;
    drawEntry();
  }

  function erase() {
    typed = typed.slice(0, -1);
    drawEntry();
  }

  function scanned(code) {
    const digits = numberIn(code);
    if (digits !== null) {
      typed = digits;
      check();
      return;
    }
    entry = "no_number";
    kiosk.open("receipt");
  }

  async function check() {
    if (asking || typed.length < DIGITS) return;
    const mine = kiosk.visit();
    asking = true;
    const slow = setTimeout(() => mine === kiosk.visit() && kiosk.open("moment"), MOMENT_MS);
    const answer = await kiosk.lookUp(typed).catch(() => ({ answer: "trouble" }));
    clearTimeout(slow);
    if (mine !== kiosk.visit()) return;
    asking = false;
    show(answer);
  }

  function show(answer) {
    found = answer;
    if (answer.answer in ENTRY) {
      entry = answer.answer;
      kiosk.open("receipt");
      return;
    }
    entry = firstEntry();
    kiosk.speakAs(answer.language);
    kiosk.open("answer");
  }

  function draw(screen) {
    if (screen === "receipt") drawEntry();
    if (screen === "answer" && found) drawAnswer();
  }

  function drawEntry() {
    const told = ENTRY[entry];
    words.say(find("[data-receipt-heading]"), told.heading);
    words.say(find("[data-receipt-advice]"), told.advice);
    find('[data-screen="receipt"]').dataset.entry = entry;
    find("[data-receipt-number]").replaceChildren(...slots(typed));
    find('[data-action="check"]').disabled = typed.length < DIGITS;
    find('[data-action="erase"]').disabled = typed === "";
  }

  function drawAnswer() {
    const told = ANSWERS[`${found.answer}_${found.when}`] ?? ANSWERS[found.answer];
    const closed = told.action === "take" && isClosedFor(found, kiosk.state()?.closed);
    const value = closed ? kiosk.state().opens : told.value?.(found);
    find("[data-answer-sign]").replaceChildren(
      find(`#sign-${told.sign}`).content.cloneNode(true),
    );
    find("[data-answer-sign]").classList.toggle("sign--warn", told.sign === "warning");
    words.say(find("[data-answer-heading]"), told.heading);
    find("[data-answer-number]").textContent = found.number;
    find("[data-answer-service]").hidden = !found.title;
    if (found.title) words.sayLocal(find("[data-answer-service]"), found.title);
    find("[data-answer-fact]").hidden = !value;
    if (value) {
      words.say(find("[data-answer-label]"), closed ? "Tickets are given out again" : told.label);
      words.sayLocal(find("[data-answer-value]"), value);
    }
    words.say(
      find("[data-answer-advice]"),
      closed ? "Tickets are not given out now. Come when the office is open" : told.advice,
    );
    const action = closed ? "done" : (told.action ?? "done");
    // What to have along says more in the same room, unless the visitor has to ask the staff now.
    const shows = Boolean(found.show) && !closed && !found.when;
    find("[data-answer-advice]").hidden = shows;
    find("[data-answer-show]").hidden = !shows;
    if (found.show) words.sayLocal(find("[data-answer-show]"), found.show);
    for (const name of ["take", "retype", "done"]) {
      find(`[data-answer-${name}]`).hidden = name !== action;
    }
  }

  return {
    enter, press, erase, check, scanned, draw, reset,
    collect: () => found && kiosk.collect(found),
    /** Look the same number up again: its state has changed meanwhile. */
    lookAgain() {
      asking = false;
      check();
    },
    isEmpty: () => typed === "",
  };
}

/** A day's limit is one of hand-ins: it keeps no result back. */
const isClosedFor = (found, closed) =>
  Boolean(closed) && !(closed === "day_limit" && found.answer === "ready");

/** The number as it stands on the receipt, with a place for every digit still to come. */
function slots(typed) {
  const places = [...typed.padEnd(DIGITS, EMPTY)].map((sign, at) => {
    const place = document.createElement("span");
    place.className = "receipt__digit";
    place.textContent = sign === EMPTY ? "" : sign;
    place.classList.toggle("receipt__digit--next", at === typed.length);
    return place;
  });
  places.splice(8, 0, dash());
  places.splice(2, 0, dash());
  return places;
}

function dash() {
  const sign = document.createElement("span");
  sign.className = "receipt__dash";
  sign.textContent = "-";
  return sign;
}

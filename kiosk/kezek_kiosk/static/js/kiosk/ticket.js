// @ts-check
/* The ticket: its number, what became of its paper, and what to do next. */

import { numberIn } from "../common/key_place.js";
import { find } from "../common/page.js";
import { makeLeaving } from "./idle.js";
import { adviceRows, factRows } from "./parts.js";
import { followPrint } from "./server.js";
import { waitWords } from "./words.js";

/**
 * @import { Kit } from "./kit.js"
 * @import { Advice } from "./parts.js"
 * @import { Printing, Ticket } from "./server.js"
 * @typedef {Printing | "again" | "called"} Paper no second paper for who waits, or is called, already
 */

const WITHOUT_PAPER_SECONDS = 60; // time to write the number down or scan the code
/** @type {{[paper in Paper]: string}} */
const HEADINGS = {
  printing: "Your ticket is being printed",
  printed: "Take your ticket",
  not_printed: "The ticket was not printed, but you are in the queue",
  again: "You have a ticket already",
  called: "You are being called: go to window %(window)s",
};
/** @type {Advice} */
const WATCH_BOARD = ["board", "Watch the board: your number will appear there"];
/** @type {Advice} */
const SCAN = ["code", "Scan the code: your phone will show your turn"];
/** @type {Advice} */
const ASK_STAFF = ["staff", "If you need a paper ticket, ask the staff"];
/** @type {{[paper in Paper]: Advice[]}} */
const ADVICE = {
  printing: [],
  printed: [WATCH_BOARD],
  not_printed: [["number", "Remember your number or take a photo of it"], SCAN, ASK_STAFF],
  again: [WATCH_BOARD, SCAN, ASK_STAFF],
  called: [],
};
const WITH_CODE = ["not_printed", "again"];

/** @param {Kit} kit */
export function makeTicket(kit) {
  const { words } = kit;
  /** @type {{ticket: Ticket, paper: Paper} | null} */
  let shown = null;
  const leaving = makeLeaving({ busy: kit.aloud.speaking, leave: kit.restart });

  /** @param {Ticket} ticket */
  function show(ticket) {
    const mine = kit.visit();
    const before = ticket.window ? "called" : "again";
    const standing = ticket.request && !ticket.print_job; // taken before: no second paper
    shown = { ticket, paper: standing ? before : "printing" };
    kit.open("ticket");
    if (standing) leaving.after(WITHOUT_PAPER_SECONDS);
    else followPrint(ticket.print_job, (paper) => mine === kit.visit() && printed(ticket, paper));
  }

  /** @type {(ticket: Ticket, paper: Printing) => boolean} */
  function printed(ticket, paper) {
    const changed = shown?.paper !== paper;
    if (!changed && paper === "printing") return true;
    shown = { ticket, paper };
    kit.draw();
    if (changed) kit.aloud.readAgain();
    leaving.after(paper === "printed" ? kit.data.ticket_page_seconds : WITHOUT_PAPER_SECONDS);
    return true;
  }

  /** @param {string} screen */
  function draw(screen) {
    if (screen !== "ticket" || !shown) return;
    const { ticket, paper } = shown;
    const wait = waitWords(words, ticket.expected_wait_minutes);
    const code = (WITH_CODE.includes(paper) && ticket.status_url) || null;
    document.body.dataset.paper = paper;
    words.say(find("[data-ticket-heading]"), HEADINGS[paper], { window: ticket.window });
    find("[data-ticket-number]").textContent = ticket.number;
    drawCode(code);
    adviceRows(find("[data-advice]"), words, advised(paper, code !== null));
    factRows(find("[data-ticket-facts]"), words, [
      ["Ahead of you", String(ticket.ahead)],
      wait && ["Expected wait", wait],
    ]);
    find('[data-action="done"]').hidden = paper === "printing";
  }

  return {
    show,
    draw,
    /** Whether the ticket on the screen is for the request of this receipt. @param {string} code */
    isFor: (code) => {
      const request = shown?.ticket.request?.replaceAll("-", "");
      return request !== undefined && request === numberIn(code);
    },
    clear() {
      leaving.cancel();
      shown = null;
    },
  };
}

/** @param {string | null} address of the ticket on a phone. */
function drawCode(address) {
  /** @type {HTMLImageElement} */
  const code = find("[data-ticket-code]");
  code.hidden = !address;
  if (!address) code.removeAttribute("src");
  else if (!code.src) code.src = `/t/${address.split("/").filter(Boolean).at(-1)}/qr.svg`;
}

/**
 * Where no phone reaches the server there is no code, and the board is named in its place.
 *
 * @type {(paper: Paper, withCode: boolean) => Advice[]}
 */
function advised(paper, withCode) {
  const advice = ADVICE[paper];
  if (withCode) return advice;
  const kept = advice.filter((one) => one !== SCAN);
  const [first, ...rest] = kept;
  const needsBoard = first && kept.length < advice.length && !kept.includes(WATCH_BOARD);
  return needsBoard ? [first, WATCH_BOARD, ...rest] : kept;
}

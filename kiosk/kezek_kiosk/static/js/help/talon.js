// @ts-check
/* What a complainant sees when the complaint was accepted: the number, the day of the answer. */

import { makeLeaving } from "../kiosk/idle.js";
import { adviceRows, factRows } from "../kiosk/parts.js";
import { followPrint } from "../kiosk/server.js";
import { clockText, fill, find } from "../common/page.js";

/**
 * @import { Kit } from "../kiosk/kit.js"
 * @import { Advice } from "../kiosk/parts.js"
 * @import { Printing } from "../kiosk/server.js"
 * @import { Complaint } from "./server.js"
 */

const SCREEN = "complaint-sent";
const WITHOUT_PAPER_SECONDS = 90; // time to write the number down
const READING = 2; // times the page of a ticket: there is more to read
/** @type {{[paper in Printing]: string}} */
const HEADINGS = {
  printing: "Your complaint was accepted. The slip is being printed.",
  printed: "Your complaint was accepted. Take the slip.",
  not_printed: "Your complaint was accepted, but the slip was not printed.",
};
/** @type {Advice[]} */
const ADVICE = [
  ["staff", "To learn the answer, ask at any window by this number"],
  ["letter", "If you want a written answer, leave your contacts at a window"],
];
/** @type {Advice} */
const WITHOUT_PAPER = ["number", "Remember the number or take a photo of it"];

/** @param {Kit} kit */
export function makeTalon({ aloud, data, open, restart, screen, words }) {
  /** @type {{complaint: Complaint, paper: Printing} | null} */
  let shown = null;
  const leaving = makeLeaving({ busy: aloud.speaking, leave: restart });
  let turn = 0;

  /** @param {Complaint} complaint */
  function show(complaint) {
    clear();
    const mine = turn;
    shown = { complaint, paper: "printing" };
    open(SCREEN);
    followPrint(complaint.print_job, (paper) => {
      if (mine !== turn) return false;
      shown = { complaint, paper };
      draw(screen());
      leaving.after(paper === "printed" ? READING * data.ticket_page_seconds : WITHOUT_PAPER_SECONDS);
      return true;
    });
  }

  /** @param {string | null} name */
  function draw(name) {
    if (name !== SCREEN || !shown) return;
    const { complaint, paper } = shown;
    words.say(find("[data-talon-heading]"), HEADINGS[paper]);
    find("[data-talon-number]").textContent = complaint.number;
    const at = clockText(new Date(complaint.registered_at));
    factRows(find("[data-talon-facts]"), words, [
      ["Accepted on", (language) => `${day(complaint.registered_on, language)}, ${at}`],
      ["Accepted by", "the electronic kiosk"],
      ["Answer due by", (language) => day(complaint.due_on, language)],
    ]);
    const advice = paper === "not_printed" ? [WITHOUT_PAPER, ...ADVICE] : ADVICE;
    adviceRows(find("[data-talon-advice]"), words, advice);
  }

  /**
   * A date in words, for example "2026 ж. 24 наурыз".
   *
   * @type {(iso: string, language: string) => string}
   */
  function day(iso, language) {
    const [year, month = 1, date] = iso.split("-").map(Number);
    const facts = { year, month: data.help.months[language]?.[month - 1], day: date };
    return fill(data.help.day[language] ?? "", facts);
  }

  function clear() {
    turn += 1;
    leaving.cancel();
    shown = null;
  }

  return { show, draw, clear };
}

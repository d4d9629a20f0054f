/* What a complainant sees when the complaint was accepted: the number, the day of the answer. */

import { followPrint } from "./kiosk_server.js";
import { makeLeaving } from "./kiosk_idle.js";
import { factRows } from "./kiosk_tiles.js";
import { clockText } from "./live.js";

const SCREEN = "complaint-sent";
const WITHOUT_PAPER_SECONDS = 90; // time to write the number down
const READING = 2; // times the page of a ticket: there is more to read
const HEADINGS = {
  printing: "Your complaint was accepted. The slip is being printed.",
  printed: "Your complaint was accepted. Take the slip.",
  not_printed: "Your complaint was accepted, but the slip was not printed.",
};
const ADVICE = [
  ["staff", "To learn the answer, ask at any window by this number"],
  ["letter", "If you want a written answer, leave your contacts at a window"],
];
const WITHOUT_PAPER = ["number", "Remember the number or take a photo of it"];

export function makeTalon({ words, open, restart, data, screen, speaking }) {
  const find = (name) => document.querySelector(`[data-${name}]`);
  let shown = null; // {complaint, paper}
  const leaving = makeLeaving({ busy: speaking, leave: restart });
  let turn = 0;

  function show(complaint) {
    clear();
    const mine = turn;
    shown = { complaint, paper: "printing" };
    open(SCREEN);
    followPrint(complaint.print_job, (paper) => {
      if (mine !== turn) return false;
      shown.paper = paper;
      draw(screen());
      leaving.after(paper === "printed" ? READING * data.ticket_page_seconds : WITHOUT_PAPER_SECONDS);
      return true;
    });
  }

  function draw(name) {
    if (name !== SCREEN || !shown) return;
    const { complaint, paper } = shown;
    words.say(find("talon-heading"), HEADINGS[paper]);
    find("talon-number").textContent = complaint.number;
    const at = clockText(new Date(complaint.registered_at));
    factRows(find("talon-facts"), words, [
      ["Accepted on", (language) => `${day(complaint.registered_on, language)}, ${at}`],
      ["Accepted by", "the electronic kiosk"],
      ["Answer due by", (language) => day(complaint.due_on, language)],
    ]);
    const told = paper === "not_printed" ? [WITHOUT_PAPER, ...ADVICE] : ADVICE;
    find("talon-advice").replaceChildren(...told.map(advice));
  }

  function advice([icon, msgid]) {
    const row = document.createElement("li");
    const said = document.createElement("span");
    words.say(said, msgid);
    row.append(document.querySelector(`#advice-${icon}`).content.cloneNode(true), said);
    return row;
  }

  /** A date in words, for example "2026 ж. 24 наурыз". */
  function day(iso, language) {
    const [year, month, date] = iso.split("-").map(Number);
    const name = data.help.months[language][month - 1];
    if (language === "kk") return `${year} ж. ${date} ${name}`;
    return language === "ru" ? `${date} ${name} ${year} г.` : `${date} ${name} ${year}`;
  }

  function clear() {
    turn += 1;
    leaving.cancel();
    shown = null;
  }

  return { show, draw, clear };
}

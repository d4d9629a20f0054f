// @ts-check
/* The memo of a service: well set, turned by big buttons, printed when asked for. */

import { followPrint } from "../kiosk/server.js";
import { find } from "../common/page.js";
import { newKey } from "../common/server.js";
import { printMemo, readMemo } from "./server.js";

/**
 * @import { Kit } from "../kiosk/kit.js"
 * @import { Printing, Service } from "../kiosk/server.js"
 * @import { LocalText } from "../kiosk/words.js"
 * @import { Memo } from "./server.js"
 * @import { ServiceList } from "./services.js"
 */

/** @type {{[paper in Printing | "sending"]: string}} */
const STATES = {
  sending: "The memo is being printed",
  printing: "The memo is being printed",
  printed: "Take the memo",
  not_printed: "The memo was not printed. Read it here or ask at a window.",
};
const SCREEN = "help-memo";
const ALMOST_NOTHING = 0.05; // of a page: what rounding leaves over

/**
 * @param {Kit} kit
 * @param {ServiceList} list
 */
export function makeMemo({ words, open, screen }, list) {
  /** @type {Service | null} as the list knows it. */
  let service = null;
  /** @type {Memo | null} */
  let memo = null;
  let gone = false; // the server did not give it
  /** @type {keyof typeof STATES | null} where the printing stands; null before it was asked for. */
  let paper = null;
  let turn = 0; // grows with every memo opened or left: late answers are dropped
  let page = 0;
  let set = ""; // what the flow was set for

  /** @param {string} name */
  const place = (name) => find(`[data-screen="${SCREEN}"] [data-${name}]`);
  /** @type {(name: string) => HTMLButtonElement} */
  const button = (name) => find(`[data-action="${name}"]`);

  /** @param {HTMLElement} chosen */
  async function show(chosen) {
    clear();
    service = list.find(chosen.dataset.slug);
    if (!service) return;
    const mine = turn;
    open(SCREEN);
    try {
      const answer = await readMemo(service.service);
      if (mine === turn) memo = answer.memo;
    } catch {
      if (mine === turn) gone = true;
    }
    if (mine === turn) draw(screen());
  }

  /** @param {string | null} shown */
  function draw(shown) {
    if (shown !== SCREEN || !service) return;
    words.sayLocal(place("memo-title"), service.title);
    place("memo-gone").hidden = !gone;
    place("memo-foot").hidden = !memo;
    place("memo-pages").hidden = !memo;
    if (!memo) return;
    drawFoot();
    setFlow(memo, service);
    drawPage();
  }

  function drawFoot() {
    button("help-print").hidden = paper !== null;
    place("memo-state").hidden = paper === null;
    if (paper === null) return;
    place("memo-state").dataset.paper = paper;
    words.say(place("memo-state"), STATES[paper]);
  }

  /* ---- Setting ---- */

  /**
   * Set the memo anew only when words or sizes changed: a page that is read must not move.
   *
   * @type {(memo: Memo, of: Service) => void}
   */
  function setFlow({ fields, lists, notes }, of) {
    const box = place("memo-pages");
    const wanted = [words.mode(), of.service, document.body.className, box.clientWidth,
      box.clientHeight].join(" ");
    if (wanted === set) return;
    set = wanted;
    place("memo-flow").replaceChildren(
      ...fields.slice(1).map(fieldBlock), // the first one is the title over the page
      ...lists.map(listBlock),
      ...notes.map((note) => element("p", "memo__note", note)),
    );
  }

  /** @param {[LocalText, LocalText]} field */
  function fieldBlock([label, value]) {
    const block = document.createElement("div");
    block.className = "memo__field";
    block.append(element("h2", "memo__label", label), element("p", "memo__value", value));
    return block;
  }

  /** @param {[LocalText, LocalText[]]} list */
  function listBlock([heading, items]) {
    const block = document.createElement("div");
    const rows = document.createElement(items.length > 1 ? "ol" : "ul");
    block.className = "memo__part";
    rows.append(...items.map((item) => element("li", "", item)));
    block.append(element("h2", "memo__heading", heading), rows);
    return block;
  }

  /** @type {(tag: string, name: string, text: LocalText) => HTMLElement} */
  function element(tag, name, text) {
    const made = document.createElement(tag);
    made.className = name;
    made.dataset.spoken = "";
    words.sayLocal(made, text);
    return made;
  }

  /* ---- Pages ---- */

  function measured() {
    const box = place("memo-pages");
    const flow = place("memo-flow");
    const gap = parseFloat(getComputedStyle(flow).columnGap) || 0;
    const step = box.getBoundingClientRect().width + gap; // not rounded: pages would drift
    const pages = (flow.scrollWidth + gap) / step; // the last one may hold half a page
    return { step, pages: Math.max(1, Math.ceil(pages - ALMOST_NOTHING)) };
  }

  function drawPage() {
    const { step, pages } = measured();
    page = Math.min(page, pages - 1);
    const flow = place("memo-flow");
    flow.style.transform = `translateX(${-page * step}px)`;
    button("help-up").disabled = page === 0;
    button("help-down").disabled = page === pages - 1;
    place("page-place").textContent = `${page + 1} / ${pages}`;
    const left = place("memo-pages").getBoundingClientRect();
    for (const element of flow.querySelectorAll("[data-spoken]")) {
      const at = element.getBoundingClientRect();
      const seen = at.left >= left.left - 1 && at.left < left.right;
      element.toggleAttribute("data-unspoken", !seen); // only what is seen is read aloud
    }
  }

  /** @type {(shown: string, by: number) => boolean} */
  function turnPage(shown, by) {
    if (shown !== SCREEN || !memo) return false;
    page = Math.max(0, page + by);
    drawPage();
    return true;
  }

  /* ---- Paper ---- */

  async function print() {
    if (paper !== null || !memo || !service) return; // a second press of the same button
    const mine = turn;
    paper = "sending";
    draw(screen());
    let job = null;
    const order = { service: service.service, language: words.language(), idempotency_key: newKey() };
    try {
      job = (await printMemo(order)).print_job;
    } catch {
      // Told below as a memo that was not printed: it can still be read.
    }
    if (mine !== turn) return;
    followPrint(job, (now) => {
      if (mine !== turn) return false;
      paper = now;
      draw(screen());
      return true;
    });
  }

  function clear() {
    turn += 1;
    service = null;
    memo = null;
    gone = false;
    paper = null;
    page = 0;
    set = "";
    place("memo-flow").replaceChildren();
  }

  return {
    actions: {
      "help-services": () => open("help-services"),
      "help-memo": show,
      "help-up": () => turnPage(SCREEN, -1),
      "help-down": () => turnPage(SCREEN, 1),
      "help-print": print,
    },
    draw,
    turn: turnPage,
    clear,
  };
}

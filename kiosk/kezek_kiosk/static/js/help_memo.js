/* The memo of a service: well set, turned by big buttons, printed when asked for. */

import { followPrint } from "./kiosk_server.js";
import { printMemo, readMemo } from "./help_server.js";

const STATES = {
  sending: "The memo is being printed",
  printing: "The memo is being printed",
  printed: "Take the memo",
  not_printed: "The memo was not printed. Read it here or ask at a window.",
};
const SCREEN = "help-memo";
const ALMOST_NOTHING = 0.05; // of a page: what rounding leaves over

export function makeMemo({ words, open, screen, newKey }, list) {
  let service = null; // as the list knows it
  let memo = null;
  let gone = false; // the server did not give it
  let paper = null; // where the printing stands; null before it was asked for
  let turn = 0; // grows with every memo opened or left: late answers are dropped
  let page = 0;
  let set = ""; // what the flow was set for

  const find = (name) => document.querySelector(`[data-screen="${SCREEN}"] [data-${name}]`);
  const button = (name) => document.querySelector(`[data-action="${name}"]`);

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

  function draw(shown) {
    if (shown !== SCREEN || !service) return;
    words.sayLocal(find("memo-title"), service.title);
    find("memo-gone").hidden = !gone;
    find("memo-foot").hidden = !memo;
    find("memo-pages").hidden = !memo;
    if (!memo) return;
    drawFoot();
    setFlow();
    drawPage();
  }

  function drawFoot() {
    button("help-print").hidden = paper !== null;
    find("memo-state").hidden = paper === null;
    if (paper === null) return;
    find("memo-state").dataset.paper = paper;
    words.say(find("memo-state"), STATES[paper]);
  }

  /* ---- Setting ---- */

  /** Set the memo anew only when words or sizes changed: a page that is read must not move. */
  function setFlow() {
    const box = find("memo-pages");
    const wanted = [words.mode(), service.service, document.body.className, box.clientWidth,
      box.clientHeight].join(" ");
    if (wanted === set) return;
    set = wanted;
    find("memo-flow").replaceChildren(
      ...memo.fields.slice(1).map(fieldBlock), // the first one is the title over the page
      ...memo.lists.map(listBlock),
      ...memo.notes.map((note) => told("p", "memo__note", note)),
    );
  }

  function fieldBlock([label, value]) {
    const block = document.createElement("div");
    block.className = "memo__field";
    block.append(told("h2", "memo__label", label), told("p", "memo__value", value));
    return block;
  }

  function listBlock([heading, items]) {
    const block = document.createElement("div");
    const rows = document.createElement(items.length > 1 ? "ol" : "ul");
    block.className = "memo__part";
    rows.append(...items.map((item) => told("li", "", item)));
    block.append(told("h2", "memo__heading", heading), rows);
    return block;
  }

  function told(tag, name, text) {
    const element = document.createElement(tag);
    element.className = name;
    element.dataset.spoken = "";
    words.sayLocal(element, text);
    return element;
  }

  /* ---- Pages ---- */

  function measured() {
    const box = find("memo-pages");
    const flow = find("memo-flow");
    const gap = parseFloat(getComputedStyle(flow).columnGap) || 0;
    const step = box.getBoundingClientRect().width + gap; // not rounded: pages would drift
    const pages = (flow.scrollWidth + gap) / step; // the last one may hold half a page
    return { step, pages: Math.max(1, Math.ceil(pages - ALMOST_NOTHING)) };
  }

  function drawPage() {
    const { step, pages } = measured();
    page = Math.min(page, pages - 1);
    const flow = find("memo-flow");
    flow.style.transform = `translateX(${-page * step}px)`;
    button("help-up").disabled = page === 0;
    button("help-down").disabled = page === pages - 1;
    find("page-place").textContent = `${page + 1} / ${pages}`;
    const left = find("memo-pages").getBoundingClientRect();
    for (const element of flow.querySelectorAll("[data-spoken]")) {
      const at = element.getBoundingClientRect();
      const seen = at.left >= left.left - 1 && at.left < left.right;
      element.toggleAttribute("data-unspoken", !seen); // only what is seen is read aloud
    }
  }

  function turnPage(shown, by) {
    if (shown !== SCREEN || !memo) return false;
    page = Math.max(0, page + by);
    drawPage();
    return true;
  }

  /* ---- Paper ---- */

  async function print() {
    if (paper !== null || !memo) return; // a second press of the same button
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
    find("memo-flow").replaceChildren();
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

/* The tiles of the services, and rows of facts. */

import { waitWords } from "./kiosk_words.js";

export const TILES_A_PAGE = 6;

export const pagesOf = (services) => Math.max(1, Math.ceil(services.length / TILES_A_PAGE));

/** Draw one page of tiles; tiles that stay keep their element, so that focus is not lost. */
export function drawTiles({ list, services, page, words }) {
  const shown = services.slice(page * TILES_A_PAGE, (page + 1) * TILES_A_PAGE);
  const old = new Map(
    [...list.querySelectorAll(".tile")].map((tile) => [tile.dataset.service, tile.parentElement]),
  );
  const rows = shown.map((service) => old.get(service.service) ?? newTile(service.service));
  rows.forEach((row, at) => fillTile(row.querySelector(".tile"), shown[at], words));
  const same = rows.length === list.children.length && rows.every((row, at) => list.children[at] === row);
  if (!same) list.replaceChildren(...rows);
  list.dataset.count = String(shown.length);
}

function newTile(slug) {
  const row = document.querySelector("#tile").content.cloneNode(true).firstElementChild;
  row.querySelector(".tile").dataset.service = slug;
  return row;
}

function fillTile(tile, service, words) {
  const fact = (name) => tile.querySelector(`[data-fact="${name}"]`);
  const put = (name, part, msgid, values) =>
    words.say(fact(name).querySelector(`.tile__${part}`), msgid, values);
  const wait = waitWords(words, service.expected_wait_minutes);
  words.sayLocal(tile.querySelector(".tile__title"), service.title);
  tile.disabled = service.full;
  fact("full").hidden = !service.full;
  fact("waiting").hidden = service.full;
  fact("wait").hidden = service.full || !wait;
  put("full", "value", "No more tickets today");
  put("waiting", "label", "Waiting:");
  put("waiting", "value", "%(count)s", { count: service.waiting });
  put("wait", "label", "Wait:");
  if (wait) put("wait", "value", "%(wait)s", { wait });
}

export function drawPager({ pager, services, page, words }) {
  const pages = pagesOf(services);
  pager.hidden = pages === 1;
  const reachable = (action, yes) => {
    pager.querySelector(`[data-action="${action}"]`).style.visibility = yes ? "visible" : "hidden";
  };
  reachable("previous-page", page > 0);
  reachable("next-page", page < pages - 1);
  words.say(pager.querySelector("[data-page-place]"), "%(page)s / %(pages)s", {
    page: page + 1,
    pages,
  });
}

/** Rows of a definition list: [msgid, value]; a value is a text, a msgid or a function. */
export function factRows(list, words, rows) {
  list.replaceChildren(
    ...rows.filter(Boolean).map(([label, value]) => {
      const row = document.createElement("div");
      const term = document.createElement("dt");
      const fact = document.createElement("dd");
      words.say(term, label);
      words.say(fact, "%(value)s", {
        value: typeof value === "function" ? value : (language) => words.text(value, language),
      });
      row.append(term, fact);
      return row;
    }),
  );
}

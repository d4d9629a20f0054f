// @ts-check
/* The tiles of the services. */

import { copyOf, find, findAll, putRows } from "../common/page.js";
import { onPage } from "./parts.js";
import { waitWords } from "./words.js";

/**
 * @import { Service } from "./server.js"
 * @import { Values, Words } from "./words.js"
 */

/**
 * Draw one page of tiles; tiles that stay keep their element, so that focus is not lost.
 *
 * @param {HTMLElement} list
 * @param {{services: Service[], page: number, words: Words}} of
 */
export function drawTiles(list, { services, page, words }) {
  const old = new Map(findAll(".tile", list).map((tile) => [tile.dataset.service, tile.parentElement]));
  const rows = onPage(services, page).map((service) => {
    const row = old.get(service.service) ?? newTile(service.service);
    fillTile(find(".tile", row), service, words);
    return row;
  });
  putRows(list, rows);
  list.dataset.count = String(rows.length);
}

/** @param {string} slug */
function newTile(slug) {
  const row = copyOf("#tile");
  find(".tile", row).dataset.service = slug;
  return row;
}

/** @type {(tile: HTMLButtonElement, service: Service, words: Words) => void} */
function fillTile(tile, service, words) {
  /** @param {string} name */
  const fact = (name) => find(`[data-fact="${name}"]`, tile);
  /** @type {(name: string, part: string, msgid: string, values?: Values) => void} */
  const put = (name, part, msgid, values) =>
    words.say(find(`.tile__${part}`, fact(name)), msgid, values);
  const wait = waitWords(words, service.expected_wait_minutes);
  words.sayLocal(find(".tile__title", tile), service.title);
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

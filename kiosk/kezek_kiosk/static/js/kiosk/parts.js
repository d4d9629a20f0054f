// @ts-check
/* What several screens are made of: pages of services, rows of facts and advice, keys. */

import { copyOf, find, findAll } from "../common/page.js";

/**
 * @import { ByLanguage, Words } from "./words.js"
 * @typedef {[label: string, value: string | ByLanguage]} Fact a value is a text, a msgid or a function
 * @typedef {[icon: string, msgid: string]} Advice
 */

const A_PAGE = 6;

/** @param {unknown[]} services */
const pagesOf = (services) => Math.max(1, Math.ceil(services.length / A_PAGE));

/**
 * The page nearest to one that is asked for.
 *
 * @type {(services: unknown[], page: number) => number}
 */
export const pageWithin = (services, page) =>
  Math.min(Math.max(page, 0), pagesOf(services) - 1);

/**
 * The services of one page.
 *
 * @template S
 * @param {S[]} services
 * @param {number} page
 */
export const onPage = (services, page) => services.slice(page * A_PAGE, (page + 1) * A_PAGE);

/**
 * Draw the buttons that turn pages; a single page has none.
 *
 * @param {HTMLElement} pager
 * @param {{services: unknown[], page: number, words: Words}} of
 */
export function drawPager(pager, { services, page, words }) {
  const pages = pagesOf(services);
  const reachable = [page > 0, page < pages - 1];
  pager.hidden = pages === 1;
  findAll("button", pager).forEach((button, at) => {
    button.style.visibility = reachable[at] ? "visible" : "hidden";
  });
  const place = { page: page + 1, pages };
  words.say(find("[data-page-place]", pager), "%(page)s / %(pages)s", place);
}

/**
 * Rows of a definition list.
 *
 * @param {Element} list
 * @param {Words} words
 * @param {(Fact | null | 0 | undefined)[]} rows
 */
export function factRows(list, words, rows) {
  list.replaceChildren(
    ...rows.filter((each) => each != null && each !== 0).map(([label, value]) => {
      const row = document.createElement("div");
      const term = document.createElement("dt");
      const fact = document.createElement("dd");
      words.say(term, label);
      words.say(fact, "%(value)s", {
        value: typeof value === "function" ? value : ofMsgid(words, value),
      });
      row.append(term, fact);
      return row;
    }),
  );
}

/** @type {(words: Words, msgid: string) => ByLanguage} */
const ofMsgid = (words, msgid) => (language) => words.text(msgid, language);

/**
 * Advice, a picture beside each.
 *
 * @param {Element} list
 * @param {Words} words
 * @param {Advice[]} advice
 */
export function adviceRows(list, words, advice) {
  list.replaceChildren(
    ...advice.map(([icon, msgid]) => {
      const row = document.createElement("li");
      const said = document.createElement("span");
      words.say(said, msgid);
      row.append(copyOf(`#advice-${icon}`), said);
      return row;
    }),
  );
}

/**
 * A key on the glass.
 *
 * @param {{action: string, key: string, text?: string, name?: string, looks?: string}} key `name` is
 *   said of a key that is drawn (from its template) instead of written.
 */
export function newKey({ action, key, text = "", name, looks = "" }) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = `keys__key ${looks}`.trim();
  button.dataset.action = action;
  button.dataset.key = key;
  button.textContent = text;
  if (name !== undefined) {
    button.setAttribute("aria-label", name);
    button.append(copyOf(`#key-${key}`));
  }
  return button;
}

/** @param {Element[]} keys */
export function rowOfKeys(keys) {
  const row = document.createElement("div");
  row.className = "keys__row";
  row.append(...keys);
  return row;
}

// @ts-check
/* The page: its elements, and what the server wrote into it. */

/**
 * The element that a page of its kind has; one that is missing is a mistake of ours, told at once.
 *
 * @template {Element} [T=HTMLElement]
 * @param {string} selector
 * @param {ParentNode} [within]
 * @returns {T}
 */
export function find(selector, within = document) {
  const found = within.querySelector(selector);
  if (found === null) throw new Error(`expected ${selector} in this page, found none`);
  return /** @type {T} */ (found);
}

/**
 * The element where there is one.
 *
 * @template {Element} [T=HTMLElement]
 * @param {string} selector
 * @param {ParentNode} [within]
 * @returns {T | null}
 */
export const maybe = (selector, within = document) =>
  /** @type {T | null} */ (within.querySelector(selector));

/**
 * @template {Element} [T=HTMLElement]
 * @param {string} selector
 * @param {ParentNode} [within]
 * @returns {T[]}
 */
export const findAll = (selector, within = document) =>
  /** @type {T[]} */ ([...within.querySelectorAll(selector)]);

/**
 * What an event happened to: its target or what stands around it; null for anything else.
 *
 * @template {Element} [T=HTMLElement]
 * @param {Event} event
 * @param {string} selector
 * @returns {T | null}
 */
export const hit = (event, selector) =>
  event.target instanceof Element ? /** @type {T | null} */ (event.target.closest(selector)) : null;

/**
 * The field of a form by its name.
 *
 * @template {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} [T=HTMLInputElement]
 * @param {HTMLFormElement} form
 * @param {string} name
 * @returns {T}
 */
export const field = (form, name) => find(`[name="${name}"]`, form);

/**
 * A new copy of what stands in a template.
 *
 * @template {Element} [T=HTMLElement]
 * @param {string} template its selector.
 * @returns {T}
 */
export function copyOf(template) {
  /** @type {HTMLTemplateElement} */
  const { content } = find(template);
  return /** @type {T} */ (document.importNode(content, true).firstElementChild);
}

/** @type {(markup: string) => HTMLElement | null} the element of a piece of markup. */
export const elementOf = (markup) =>
  /** @type {HTMLElement | null} */ (
    new DOMParser().parseFromString(markup, "text/html").body.firstElementChild
  );

/**
 * Write a text where it is not there yet: what stays the same is not read out again.
 *
 * @param {Element} element
 * @param {string} text
 */
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Put rows into a list, unless they stand there already: who has the focus keeps it.
 *
 * @param {Element} list
 * @param {Element[]} rows
 */
export function putRows(list, rows) {
  const same = rows.length === list.children.length && rows.every((row, at) => list.children[at] === row);
  if (!same) list.replaceChildren(...rows);
}

/**
 * The JSON that the server wrote into the page.
 *
 * @param {string} [id] of the script block.
 * @returns {any}
 */
export const pageData = (id = "page-data") =>
  JSON.parse(document.getElementById(id)?.textContent ?? "null");

/**
 * Fill `%(name)s` in a text.
 *
 * @param {string} text
 * @param {{[name: string]: unknown}} [values]
 */
export const fill = (text, values = {}) =>
  text.replace(/%\((\w+)\)[sd]/g, (whole, name) => String(values[name] ?? whole));

/**
 * Hours and minutes as the office's clock shows them.
 *
 * @param {Date} at
 */
export const clockText = (at) =>
  new Intl.DateTimeFormat("ru-KZ", {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: document.documentElement.dataset.timeZone || undefined,
  }).format(at);

/** @type {(ms: number) => Promise<void>} */
export const pause = (ms) => new Promise((done) => setTimeout(done, ms));

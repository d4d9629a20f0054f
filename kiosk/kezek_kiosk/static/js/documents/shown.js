// @ts-check
/* What a visitor shows to collect a result: ticked by the operator, told to the server. */

import { findAll } from "../common/page.js";

/**
 * The documents to tell, null where none are asked for, and the first box that nothing is ticked for
 * yet.
 *
 * @param {ParentNode} root what holds the boxes.
 * @returns {{documents: {[id: string]: number} | null, lacking: HTMLInputElement | null}}
 */
export function shownIn(root) {
  /** @type {HTMLInputElement[]} */
  const boxes = findAll("[name=shown]", root);
  if (boxes.length === 0) return { documents: null, lacking: null };
  const ticked = boxes.filter((box) => box.checked);
  /** @param {string} id */
  const isHere = (id) => ticked.some((box) => box.value === id || box.dataset.instead === id);
  return {
    documents: Object.fromEntries(ticked.map((box) => [box.value, 1])),
    lacking: boxes.find((box) => "required" in box.dataset && !isHere(box.value)) ?? null,
  };
}

// @ts-check
/* What became of a hand-in: the confirmation, and where the printer stands with its papers. */

import { copyOf, fill, find, maybe } from "../common/page.js";
import { command, piece } from "./post.js";
import { followPrints } from "./prints.js";

/**
 * @import { Printing } from "./prints.js"
 * @import { Texts } from "./words.js"
 * @typedef {{markup: string, jobs: number[], number: string | null}} Result `number` of the request
 * @typedef {object} Answer of the API
 * @property {{number: string} | null} request null for a refusal.
 * @property {{id: string}[]} missing
 * @property {number[]} print_jobs
 */

/** @type {Printing[]} */
const MAY_PRINT_AGAIN = ["printed", "uncertain"];

/**
 * The confirmation of an answer, with the print jobs to follow.
 *
 * @type {(source: string, answer: Answer, ticket: string, texts: Texts) => Promise<Result>}
 */
export async function resultOf(source, answer, ticket, texts) {
  const { request, print_jobs: jobs } = answer;
  const number = request?.number ?? null;
  const markup =
    number === null
      ? await markupOf(`${source}/${refusedPath(answer, ticket)}`, texts.refused)
      : await markupOf(
          `${source}/accepted?${new URLSearchParams({ number })}`,
          fill(texts.taken, { number }),
        );
  return { markup, jobs, number };
}

/**
 * Keep the line about the printer true for as long as the confirmation is there.
 *
 * @type {(panel: HTMLElement, result: Result, texts: Texts, still: () => boolean) => void}
 */
export function followResult(panel, { jobs, number }, texts, still) {
  const again = maybe("[data-documents=again]", panel);
  if (again !== null) again.hidden = false;
  const line = find("[data-printing]", panel);
  const reprint = maybe("[data-documents=reprint]", panel);
  followPrints(jobs, {
    still,
    changed: (state) => {
      line.dataset.printing = state;
      find("[data-said]", line).textContent = printWords(state, number, texts.print);
      if (reprint !== null) reprint.hidden = !MAY_PRINT_AGAIN.includes(state);
    },
  });
}

/** Print the papers of a result once more. @param {Result} result @returns {Promise<Result>} */
export async function printAgain(result) {
  const asked = result.jobs.map((job) => command(`/print-jobs/${job}/reprint`, {}));
  const copies = await Promise.all(asked);
  return { ...result, jobs: copies.flatMap((each) => each.print_jobs) };
}

/** @type {(answer: Answer, ticket: string) => string} */
function refusedPath({ missing }, ticket) {
  const asked = new URLSearchParams({ ticket });
  for (const { id } of missing) asked.append("missing", id);
  return `refused?${asked}`;
}

/**
 * What was registered is said even when the piece that says it nicely cannot be fetched.
 *
 * @type {(address: string, plainly: string) => Promise<string>}
 */
async function markupOf(address, plainly) {
  try {
    return (await piece(address).catch(() => piece(address))).markup;
  } catch {
    const plain = copyOf("#documents-plain");
    find("[data-outcome]", plain).textContent = plainly;
    return plain.outerHTML;
  }
}

/** @type {(state: Printing, number: string | null, words: {[state: string]: string}) => string} */
const printWords = (state, number, words) =>
  (number === null ? words[`${state}_refusal`] : undefined) ?? words[state] ?? "";

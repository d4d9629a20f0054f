// What became of a hand-in: the confirmation, and where the printer stands with its papers.

import { piece } from "./documents_post.js";
import { followPrints } from "./documents_prints.js";
import { fill } from "./live.js";

const MAY_PRINT_AGAIN = new Set(["printed", "uncertain"]);

// The confirmation of an answer of the API, with the print jobs to follow.
export async function resultOf(source, answer, ticket, texts) {
  const { request, print_jobs: jobs } = answer;
  const number = request?.number ?? null;
  const path = request === null ? refusedPath(answer, ticket) : `accepted?${new URLSearchParams({ number })}`;
  const plainly = request === null ? texts.refused : fill(texts.taken, { number });
  return { markup: await markupOf(`${source}/${path}`, plainly), jobs, number };
}

// Keeps the line about the printer true for as long as the confirmation is there.
export function followResult(panel, { jobs, number }, texts, still) {
  const again = panel.querySelector("[data-documents=again]");
  if (again !== null) again.hidden = false;
  const line = panel.querySelector("[data-printing]");
  const reprint = panel.querySelector("[data-documents=reprint]");
  followPrints(jobs, {
    still,
    told: (state) => {
      line.dataset.printing = state;
      line.querySelector("[data-said]").textContent = printWords(state, number, texts.print);
      if (reprint !== null) reprint.hidden = !MAY_PRINT_AGAIN.has(state);
    },
  });
}

function refusedPath(answer, ticket) {
  const missing = answer.missing.map(({ id }) => ["missing", id]);
  return `refused?${new URLSearchParams([["ticket", ticket], ...missing])}`;
}

// What was registered is said even when the piece that says it nicely cannot be fetched.
async function markupOf(address, plainly) {
  try {
    return (await piece(address).catch(() => piece(address))).markup;
  } catch {
    const plain = document.getElementById("documents-plain").content.cloneNode(true).firstElementChild;
    plain.querySelector("[data-outcome]").textContent = plainly;
    return plain.outerHTML;
  }
}

function printWords(state, number, words) {
  const ofRefusal = `${state}_refusal`;
  return words[number === null && ofRefusal in words ? ofRefusal : state];
}

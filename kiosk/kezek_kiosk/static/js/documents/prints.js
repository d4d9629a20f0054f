// @ts-check
/* Where the printer stands with the papers of a hand-in, told until they are out. */

import { listenForNews, ofJobs } from "../common/news.js";
import { fetchJson } from "../common/server.js";

const ASK_MS = 3000; // where nothing is heard of the jobs
const LATE_MS = 12_000;
const PATIENCE_MS = 30 * 60_000;

/**
 * @typedef {"pending" | "leased" | "late" | "uncertain" | "unprintable" | "unknown" | "printed"} Printing
 */

/**
 * Tell every change of state.
 *
 * @param {number[]} jobs
 * @param {object} options
 * @param {(state: Printing) => void} options.changed
 * @param {() => boolean} options.still whether anybody looks.
 */
export async function followPrints(jobs, { changed, still }) {
  const began = performance.now();
  const news = listenForNews(ofJobs(jobs));
  let last = null;
  while (still() && performance.now() - began < PATIENCE_MS) {
    const passed = performance.now() - began;
    const state = await combined(jobs, passed > LATE_MS);
    if (!still()) break;
    if (state !== last) changed(state);
    last = state;
    if (["printed", "uncertain", "unprintable"].includes(state)) break;
    await news.next(ASK_MS);
  }
  news.close();
}

/** @type {(jobs: number[], late: boolean) => Promise<Printing>} */
async function combined(jobs, late) {
  try {
    const answers = await Promise.all(jobs.map((job) => fetchJson(`/api/v1/print-jobs/${job}`)));
    const states = answers.map((answer) => answer.state);
    if (states.includes("unprintable")) return "unprintable";
    if (states.includes("uncertain")) return "uncertain";
    if (states.every((state) => state === "printed")) return "printed";
    if (late) return "late";
    return states.includes("leased") ? "leased" : "pending";
  } catch {
    return "unknown";
  }
}

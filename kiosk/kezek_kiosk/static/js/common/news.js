// @ts-check
/* Waiting for what the server tells of something, instead of asking again and again. */

import { openStream } from "./stream.js";

/** @typedef {{seq?: number, facts?: {[name: string]: any}}} TheEvent news of a device has no `seq` */

/**
 * Listen from now on until `close`.
 *
 * @param {(event: TheEvent) => boolean} concerns whether an event is worth a look.
 */
export function listenForNews(concerns) {
  let missed = false; // told while nobody waited
  /** @type {(() => void) | null} */
  let waiting = null;
  function tell() {
    missed = waiting === null;
    waiting?.();
  }
  const stream = openStream({
    after: null,
    opened: tell, // what happened before is not told
    hear: (data) => concerns(JSON.parse(data)) && tell(),
  });
  return {
    /** Resolves with the next news, or after so many milliseconds. @param {number} ms */
    next: (ms) =>
      /** @type {Promise<void>} */ (
        new Promise((done) => {
          const timer = setTimeout(end, missed ? 0 : ms);
          missed = false;
          waiting = end;
          function end() {
            clearTimeout(timer);
            waiting = null;
            done();
          }
        })
      ),
    close: stream.close,
  };
}

/**
 * Whether an event may change what a paper's reader is told: of its print jobs, or of a printer.
 *
 * @param {(number | null)[]} jobs
 * @returns {(event: TheEvent) => boolean}
 */
export const ofJobs = (jobs) => ({ seq, facts }) => seq === undefined || jobs.includes(facts?.job);

/* The serial scanner beside the screen, read by the agent. One that types is in scanner.js. */

import { fetchJson } from "./live.js";

const SCAN_SECONDS = 30; // the server waits 20 s for a scan
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15_000;

/** Take what the agent's scanner reads for this screen, for as long as the page lives. */
export async function followScans({ screen, headers, onCode }) {
  let after = null;
  let pauseMs = FIRST_PAUSE_MS;
  for (;;) {
    const query = new URLSearchParams({ screen, ...(after === null ? {} : { after }) });
    try {
      const answer = await fetchJson(`/kiosk/scan?${query}`, {
        headers: headers(),
        seconds: SCAN_SECONDS,
      });
      after = answer.after;
      pauseMs = FIRST_PAUSE_MS;
      if (answer.number !== null) onCode(answer.number);
    } catch {
      await new Promise((done) => setTimeout(done, pauseMs));
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    }
  }
}

// @ts-check
/* The serial scanner beside the screen, read by the agent. One that types is in scanner.js. */

import { pause } from "../common/page.js";
import { pairedHeaders } from "../common/pairing.js";
import { fetchJson } from "../common/server.js";

const SCAN_SECONDS = 30; // the server waits 20 s for a scan
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15_000;

/**
 * Take what the agent's scanner reads for this screen, for as long as the page lives.
 *
 * @param {{screen: string, onCode: (code: string) => void}} options
 */
export async function followScans({ screen, onCode }) {
  /** @type {string | null} */
  let after = null;
  let pauseMs = FIRST_PAUSE_MS;
  for (;;) {
    const query = new URLSearchParams(after === null ? { screen } : { screen, after });
    try {
      const answer = await fetchJson(`/kiosk/scan?${query}`, {
        headers: pairedHeaders(),
        seconds: SCAN_SECONDS,
      });
      after = answer.after;
      pauseMs = FIRST_PAUSE_MS;
      if (answer.number !== null) onCode(answer.number);
    } catch {
      await pause(pauseMs);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    }
  }
}

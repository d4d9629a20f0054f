/* The scanner beside the screen: one that types like a keyboard, or a serial one of the agent. */

import { fetchJson } from "./live.js";

const GAP_MS = 60; // no hand presses six keys in a row so fast; a scanner needs 1 to 40 ms a key
const QUIET_MS = 75; // a burst is over; until then nobody knows whose key it was
const LEAST_KEYS = 6; // with Enter after them
const LEAST_WITHOUT_ENTER = 9;
const SCAN_SECONDS = 30; // the server waits 20 s for a scan
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15_000;

/**
 * Tell a scanner's burst of keys from a person's.
 *
 * @param {(code: string) => void} onCode told what was scanned.
 * @returns {{hold: (act: () => void) => void}} `hold` runs what a person's key does, as soon as it
 *   is known to be a person's.
 */
export function watchWedge(onCode) {
  let burst = [];
  let held = [];
  let lastAt = -Infinity;
  let timer = null;
  let deaf = false; // the last keys of a scan may be released after its Enter
  let swallowed = null; // the key whose release still belongs to the scan

  function settle() {
    clearTimeout(timer);
    const acts = held;
    const wasCode = burst.length >= LEAST_WITHOUT_ENTER;
    const code = burst.join("");
    held = [];
    burst = [];
    if (wasCode) onCode(code);
    else for (const act of acts) act();
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(settle, QUIET_MS);
  }

  function finish() {
    clearTimeout(timer);
    const code = burst.join("");
    held = [];
    burst = [];
    deaf = true;
    setTimeout(() => { deaf = false; }, QUIET_MS);
    onCode(code);
  }

  function pressed(event) {
    if (isElsewhere(event)) return;
    const quick = event.timeStamp - lastAt <= GAP_MS;
    if (event.key === "Enter" && quick && burst.length >= LEAST_KEYS) {
      swallow(event);
      swallowed = event.key;
      finish();
      return;
    }
    const sign = signOf(event);
    if (sign === null) {
      if (event.key.length > 1 && event.key !== "Shift") settle();
      return;
    }
    if (!quick) settle();
    burst.push(sign);
    lastAt = event.timeStamp;
    later();
  }

  function released(event) {
    if (swallowed !== event.key) return;
    swallow(event);
    swallowed = null;
  }

  window.addEventListener("keydown", pressed, { capture: true });
  window.addEventListener("keyup", released, { capture: true });
  return {
    hold(act) {
      if (deaf) return;
      held.push(act);
      later();
    },
  };
}

function swallow(event) {
  event.preventDefault(); // else the Enter of a scan would press the button that has the focus
  event.stopImmediatePropagation();
}

const isElsewhere = (event) =>
  event.repeat || event.ctrlKey || event.altKey || event.metaKey ||
  event.target.matches?.("input, textarea, select");

/** A digit is known by its key: on a Kazakh keyboard layout the key of 2 writes a letter. */
function signOf(event) {
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code);
  if (digit && !event.shiftKey) return digit[1];
  return event.key.length === 1 ? event.key : null;
}

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

// @ts-check
/* What the server last said of the office, and the screen of a closed one. */

import { keepLive } from "../common/live.js";
import { find } from "../common/page.js";
import { dropToken } from "../common/pairing.js";
import { faultOf } from "../common/server.js";
import { readState } from "./server.js";

/**
 * @import { OfficeState } from "./server.js"
 * @import { Words } from "./words.js"
 * @typedef {ReturnType<typeof watchOffice>} Office
 */

const FRESH_SECONDS = 10; // for the clock, and for hours that begin and end
const SETTLE_MS = 1000; // a tile may be a second late, in a full hall too
const FAILURES_UNTIL_GONE = 2;
const FROM_THE_SERVER = ["closed", "gone", "pairing", null];
/** @type {{[why: string]: string}} */
const CLOSED_HEADINGS = {
  break: "The office is on a break",
  last_tickets: "Tickets are no longer given out today",
  day_limit: "All tickets for today have been given out",
};

/** @param {Words} words */
export function watchOffice(words) {
  /** @type {OfficeState | null} */
  let state = null;
  let failures = 0;

  /** Ask now; what could not be learned stays as it was. Resolves with what went wrong. */
  async function ask() {
    try {
      state = await readState();
      failures = 0;
      return null;
    } catch (error) {
      const fault = faultOf(error);
      if (fault.status === 401) dropToken(); // the device token was revoked
      failures += 1;
      return fault;
    }
  }

  /** The screen that a visit begins with. */
  function startScreen() {
    if (!state || failures >= FAILURES_UNTIL_GONE) return "gone";
    if (!state.may_issue) return "pairing";
    return state.closed ? "closed" : "services";
  }

  /** @param {string} screen */
  function draw(screen) {
    if (state) drawClock(state.clock);
    if (state && screen === "closed") drawClosed(state);
  }

  /**
   * A guess is no time: where nobody knows it, the place of the clock says so.
   *
   * @param {string | null} clock
   */
  function drawClock(clock) {
    const place = find("[data-clock]");
    place.classList.toggle("kiosk__clock--unknown", clock === null);
    if (clock === null) words.say(place, "The time is not known");
    else place.textContent = clock;
  }

  /** @param {OfficeState} known */
  function drawClosed({ closed, opens }) {
    const heading = CLOSED_HEADINGS[closed ?? ""] ?? "The office is closed"; // out of hours
    words.say(find("[data-closed-heading]"), heading);
    find("[data-opens-label]").hidden = !opens;
    if (opens) words.sayLocal(find("[data-opens]"), opens);
    else words.say(find("[data-opens]"), "Ask the staff when the office opens");
  }

  return {
    ask,
    /** Know it for as long as the page lives. @param {() => void} answered told after every try. */
    keepKnowing(answered) {
      keepLive({
        read: async () => {
          const fault = await ask();
          answered();
          if (fault || !state) throw fault;
          return state;
        },
        show() {}, // whoever is told has seen it
        onConnection() {},
        onRefused() {},
        freshSeconds: FRESH_SECONDS,
        settleMs: SETTLE_MS,
      });
    },
    state: () => state,
    services: () => state?.services ?? [],
    startScreen,
    /**
     * Whether the token that was just typed lets this screen give tickets; null without an answer.
     */
    async isPaired() {
      const fault = await ask();
      failures = 0;
      if (fault) return fault.status === 401 ? false : null;
      return Boolean(state?.may_issue);
    },
    /**
     * Whether a screen must give way to another because of what the server says.
     *
     * @param {string | null} screen
     */
    overrules(screen) {
      const start = startScreen();
      if (failures > 0 && failures < FAILURES_UNTIL_GONE && screen !== null) return false;
      return start === "services" ? FROM_THE_SERVER.includes(screen) : screen !== start;
    },
    draw,
    clear() {},
  };
}

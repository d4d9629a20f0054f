/* The kiosk's help: how to get a service, how to complain, how the kiosk works. */

import { makeComplaint } from "./help_complaint.js";
import { makeMemo } from "./help_memo.js";
import { makeServiceList } from "./help_services.js";

const BACK = {
  help: null, // to where the visit begins
  "help-services": "help",
  "help-memo": "help-services",
  "help-kiosk": "help",
  "complaint-topic": "help",
  "complaint-text": "complaint-topic",
  "complaint-check": "complaint-text",
  "complaint-service": "complaint-check",
  "complaint-ticket": "complaint-check",
  "complaint-sent": null,
};
/** Every screen of the help, and the screen before it. */

/**
 * @param {object} kit what kiosk.js lends: `words`, `open`, `restart`, `begin`, `screen`, `state`,
 *   `data` and `newKey`.
 */
export function makeHelp(kit) {
  const list = makeServiceList(kit);
  const memo = makeMemo(kit, list);
  const complaint = makeComplaint(kit, list);

  function draw(screen) {
    list.draw(screen);
    memo.draw(screen);
    complaint.draw(screen);
  }

  function clear() {
    list.clear();
    memo.clear();
    complaint.clear();
  }

  return {
    actions: {
      help: () => kit.open("help"),
      "help-kiosk": () => kit.open("help-kiosk"),
      "help-previous": () => list.turn(kit.screen(), -1),
      "help-next": () => list.turn(kit.screen(), 1),
      ...memo.actions,
      ...complaint.actions,
    },
    /** Whether a screen is the help's own: the state of the queue does not close it. */
    has: (screen) => screen in BACK,
    draw,
    /** Go back within the help; false where that is not the help's to say. */
    back(screen) {
      if (!(screen in BACK) || screen === "complaint-sent") return false;
      if (BACK[screen]) {
        kit.open(BACK[screen]);
      } else {
        clear(); // whoever leaves the help leaves nothing behind in it
        kit.begin();
      }
      return true;
    },
    /** Turn a page by a key; false where there is none to turn. */
    turn: (screen, by) => list.turn(screen, by) || memo.turn(screen, by),
    /** Whether a key press was text for a field. */
    typed: (event) => complaint.typed(event, kit.screen()),
    clear,
  };
}

// @ts-check
/* The kiosk's help: how to get a service, how to complain, how the kiosk works. */

import { makeComplaint } from "./complaint.js";
import { makeMemo } from "./memo.js";
import { makeServiceList } from "./services.js";

/** @type {{[screen: string]: string | null}} every screen of the help, and the screen before it */
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

/** @import { Kit } from "../kiosk/kit.js" */

/** @param {Kit} kit */
export function makeHelp(kit) {
  const list = makeServiceList(kit);
  const memo = makeMemo(kit, list);
  const complaint = makeComplaint(kit, list);

  /** @param {string} screen */
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
      "help-previous": () => list.turn(kit.screen() ?? "", -1),
      "help-next": () => list.turn(kit.screen() ?? "", 1),
      ...memo.actions,
      ...complaint.actions,
    },
    /**
     * Whether a screen is the help's own: the state of the queue does not close it.
     *
     * @param {string} screen
     */
    has: (screen) => screen in BACK,
    draw,
    /**
     * Go back within the help; false where that is not the help's to say.
     *
     * @param {string} screen
     */
    back(screen) {
      if (!(screen in BACK) || screen === "complaint-sent") return false;
      const before = BACK[screen];
      if (before) {
        kit.open(before);
      } else {
        clear(); // whoever leaves the help leaves nothing behind in it
        kit.open(kit.office.startScreen());
      }
      return true;
    },
    /**
     * Turn a page by a key; false where there is none to turn.
     *
     * @type {(screen: string, by: number) => boolean}
     */
    turn: (screen, by) => list.turn(screen, by) || memo.turn(screen, by),
    /** Whether a key press was text for a field. @param {KeyboardEvent} event */
    typed: (event) => complaint.typed(event, kit.screen() ?? ""),
    clear,
  };
}

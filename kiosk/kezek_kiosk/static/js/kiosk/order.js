// @ts-check
/* An order on its way: one moment, not known yet, refused. */

import { find } from "../common/page.js";
import { faultOf } from "../common/server.js";
import { postOrder } from "./server.js";

/**
 * @import { Fault } from "../common/server.js"
 * @import { Kit } from "./kit.js"
 * @import { Order as Body, Ticket } from "./server.js"
 *
 * @typedef {object} Wish
 * @property {string} address where the ticket is asked for.
 * @property {Body} order keeps its key: whoever tries again never gets a second ticket.
 * @property {(fault: Fault) => unknown} [refused] what to do instead of saying so.
 *
 * @typedef {ReturnType<typeof makeOrder>} Order
 */

const UNSURE = "We do not know yet whether your ticket was given";
const NOT_OFFERED = "This service is not offered now. Choose another service or ask the staff.";
/** @type {{[code: string]: string}} */
const REFUSALS = {
  day_limit_reached:
    "All tickets for this service have been given out today. Choose another service or ask the staff.",
  unknown_service: NOT_OFFERED,
  unknown_stage: NOT_OFFERED,
};
const TROUBLE = "Something went wrong on our side. Please try again or ask the staff.";

/**
 * @param {Kit} kit
 * @param {(ticket: Ticket) => void} given shows the ticket.
 */
export function makeOrder(kit, given) {
  /** @type {Wish | null} */
  let asked = null;

  /** Ask for a ticket. @param {Wish} wish */
  async function ask(wish) {
    const mine = kit.visit();
    asked = wish;
    kit.open("moment");
    try {
      /** @type {Ticket} */
      const ticket = await postOrder(wish.address, wish.order, {
        unsure: () => mine === kit.visit() && kit.unsure(UNSURE),
      });
      if (mine === kit.visit()) given(ticket);
    } catch (error) {
      if (mine === kit.visit()) await (wish.refused ?? refuse)(faultOf(error));
    }
  }

  /** @param {Fault} fault */
  async function refuse({ code = "", isUnsure }) {
    if (!isUnsure) asked = null; // an answer: nothing is left to ask again
    if (code === "office_closed") {
      await kit.office.ask();
      kit.restart();
      return;
    }
    find("[data-refusal]").dataset.text = REFUSALS[code] ?? TROUBLE;
    kit.open("refused");
  }

  return {
    ask,
    refuse,
    actions: { "try-again": () => (asked ? ask(asked) : kit.restart()) },
    draw() {},
    /** @param {string} screen */
    back(screen) {
      if (screen !== "refused") return false;
      kit.restart();
      return true;
    },
    clear() {
      asked = null;
    },
  };
}

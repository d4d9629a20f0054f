// @ts-check
/* The help's talk with the server: a memo, a complaint, the ticket of a number. */

import { postOrder } from "../kiosk/server.js";
import { pairedHeaders } from "../common/pairing.js";
import { faultOf, fetchJson } from "../common/server.js";

/**
 * @import { Order } from "../kiosk/server.js"
 * @import { LocalText } from "../kiosk/words.js"
 *
 * @typedef {object} Memo of a service
 * @property {[label: LocalText, value: LocalText][]} fields the first one is the title.
 * @property {[heading: LocalText, items: LocalText[]][]} lists
 * @property {LocalText[]} notes
 *
 * @typedef {object} Complaint as it was registered
 * @property {string} number
 * @property {string} registered_at
 * @property {string} registered_on
 * @property {string} due_on
 * @property {number | null} print_job
 *
 * @typedef {{id: string, number: string, service: string}} NamedTicket
 */

/** @param {string} service @returns {Promise<{memo: Memo}>} */
export const readMemo = (service) =>
  fetchJson(`/api/v1/services/${encodeURIComponent(service)}/memo`, { headers: pairedHeaders() });

/** Print a memo; its key makes sure that it is one paper only. @param {Order} order */
export const printMemo = (order) => postOrder("/api/v1/memos", order);

/**
 * Send a complaint until its fate is known; its key makes sure that it is one only.
 *
 * @param {Order} complaint
 * @param {{unsure: () => void}} options
 * @returns {Promise<Complaint>}
 */
export const sendComplaint = (complaint, options) => postOrder("/api/v1/complaints", complaint, options);

/**
 * The ticket that has a number on a day that people hold tickets of; null when there is none.
 *
 * @param {string} number
 * @returns {Promise<NamedTicket | null>}
 */
export async function findTicket(number) {
  const headers = pairedHeaders();
  const { days } = await fetchJson("/api/v1/board?rows=1", { headers });
  for (const day of days) {
    try {
      return await fetchJson(`/api/v1/tickets/${day}-${encodeURIComponent(number)}`, { headers });
    } catch (error) {
      if (faultOf(error).status !== 404) throw error;
    }
  }
  return null;
}

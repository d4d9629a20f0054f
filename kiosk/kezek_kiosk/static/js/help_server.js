/* The help's talk with the server: a memo, a complaint, the ticket of a number. */

import { pairedHeaders, postOrder } from "./kiosk_server.js";
import { fetchJson } from "./live.js";

export const readMemo = (service) =>
  fetchJson(`/api/v1/services/${encodeURIComponent(service)}/memo`, { headers: pairedHeaders() });

/** Print a memo; its key makes sure that it is one paper only. */
export const printMemo = (order) => postOrder("/api/v1/memos", order);

/** Send a complaint until its fate is known; its key makes sure that it is one only. */
export const sendComplaint = (complaint, told) => postOrder("/api/v1/complaints", complaint, told);

/** The ticket that has a number on a day that people hold tickets of; null when there is none. */
export async function findTicket(number) {
  const headers = pairedHeaders();
  const { days } = await fetchJson("/api/v1/board?rows=1", { headers });
  for (const day of days) {
    try {
      return await fetchJson(`/api/v1/tickets/${day}-${encodeURIComponent(number)}`, { headers });
    } catch (error) {
      if (error.status !== 404) throw error;
    }
  }
  return null;
}

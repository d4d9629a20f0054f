/* The help's talk with the server: a memo, a complaint, the ticket of a number. */

import { pairedHeaders, postOrder, readState } from "./kiosk_server.js";
import { fetchJson, postJson } from "./live.js";

export const readMemo = (service) =>
  fetchJson(`/api/v1/services/${encodeURIComponent(service)}/memo`, { headers: pairedHeaders() });

/** Print once: a lost answer is not asked for again, or there would be two papers. */
export async function printMemo(order) {
  const send = () => postJson("/api/v1/memos", order, { headers: pairedHeaders() });
  try {
    return await send();
  } catch (error) {
    if (error.problem?.code !== "page_expired") throw error;
    await readState(); // the CSRF token had run out: take the new one
    return send();
  }
}

/** Send a complaint until the server answers; its key makes sure that it is one only. */
export const sendComplaint = (complaint) => postOrder("/api/v1/complaints", complaint);

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

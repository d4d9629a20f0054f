// @ts-check
/* A screen's own token: paired once, for the kiosk's page and the tablet's. */

import { find } from "./page.js";

const TOKEN_KEY = "kezek-kiosk-token";

/** The headers of a paired screen; an open one has none. @returns {{[name: string]: string}} */
export function pairedHeaders() {
  const token = localStorage.getItem(TOKEN_KEY);
  return token ? { Authorization: `Bearer ${token}` } : {};
}

export const dropToken = () => localStorage.removeItem(TOKEN_KEY);

/**
 * Take the token that somebody types into the page's form.
 *
 * @param {() => Promise<boolean | null>} isKnown asks the server with the new token; null when it
 *   gave no answer.
 */
export function watchPairing(isKnown) {
  find("[data-pairing]").addEventListener("submit", async (event) => {
    event.preventDefault();
    /** @type {HTMLInputElement} */
    const typed = find("#pairing-token");
    localStorage.setItem(TOKEN_KEY, typed.value.trim());
    const known = await isKnown();
    find("[data-pairing-problem]").hidden = known !== false;
    if (known) typed.value = "";
    else dropToken();
  });
}

// @ts-check
/* Commands of the documents: a page whose session is a new one goes on with what is typed. */

import { fetchJson, fetchText, postRenewed, setCsrfToken, tokenMeta } from "../common/server.js";

/** @import { Fault } from "../common/server.js" */

/**
 * A page that was open for long, or whose person signed in anew, has an old token: it takes the new.
 *
 * @type {(path: string, body: object) => Promise<any>}
 */
export const command = (path, body) => postRenewed(`/api/v1${path}`, body, { renew: renewToken });

async function renewToken() {
  const page = new DOMParser().parseFromString(await fetchText(window.location.href), "text/html");
  setCsrfToken(tokenMeta(page)?.content);
}

/** A piece of the page in its language. @type {(address: string) => Promise<any>} */
export const piece = (address) =>
  fetchJson(address, { headers: { "Accept-Language": document.documentElement.lang } });

/**
 * The way to sign in that leaves this page as it is; only for who is signed out.
 *
 * @param {Fault} fault
 * @param {string} word
 */
export function signInLink(fault, word) {
  if (fault.status !== 401) return null;
  const link = document.createElement("a");
  link.href = "/login?again=1";
  link.target = "_blank";
  link.rel = "noopener";
  link.textContent = word;
  return link;
}

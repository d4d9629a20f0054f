// @ts-check
/* The talk with the server: JSON within a time limit, and one kind of fault. */

import { maybe } from "./page.js";

const FETCH_SECONDS = 8;

/**
 * @typedef {Omit<RequestInit, "headers"> & {seconds?: number, headers?: {[name: string]: string}}} Options
 */

/** What went wrong: the server's refusal, or, without a `status`, an answer that did not come. */
export class Fault extends Error {
  /**
   * @param {string} message
   * @param {number} [status] of HTTP.
   * @param {any} [problem] the problem document.
   */
  constructor(message, status, problem = null) {
    super(message);
    this.status = status;
    this.problem = problem;
  }

  /** @returns {string | undefined} the code of the problem. */
  get code() {
    return this.problem?.code;
  }

  /** Whether the server may have done what it was asked for. */
  get isUnsure() {
    return this.status === undefined || this.status >= 500;
  }
}

/** @type {(error: unknown) => Fault} */
export const faultOf = (error) =>
  error instanceof Fault ? error : new Fault(`no answer: ${error}`);

/**
 * @param {string} url
 * @param {Options} [options]
 * @returns {Promise<string>} the text of the answer.
 * @throws {Fault} for any answer that is not 2xx.
 */
export async function fetchText(url, { seconds = FETCH_SECONDS, ...options } = {}) {
  const response = await fetch(url, {
    cache: "no-store",
    credentials: "same-origin",
    signal: AbortSignal.timeout(seconds * 1000),
    ...options,
  });
  const text = await response.text();
  if (!response.ok) throw new Fault(`${url}: ${response.status}`, response.status, problemIn(text));
  return text;
}

/**
 * @param {string} url
 * @param {Options} [options]
 * @returns {Promise<any>} the JSON of the answer.
 * @throws {Fault} for any answer that is not 2xx.
 */
export async function fetchJson(url, options = {}) {
  const headers = { Accept: "application/json", ...options.headers };
  const text = await fetchText(url, { ...options, headers });
  return text ? JSON.parse(text) : null;
}

/**
 * Post JSON as this page.
 *
 * @param {string} url
 * @param {object} [body]
 * @param {Options} [options]
 */
export const postJson = (url, body = {}, options = {}) =>
  fetchJson(url, {
    ...options,
    method: "POST",
    body: JSON.stringify(body),
    headers: {
      "Content-Type": "application/json",
      "X-CSRFToken": csrfToken(),
      "Accept-Language": document.documentElement.lang,
      ...options.headers,
    },
  });

/**
 * Post as a page that may be open for weeks: when its CSRF token has run out, take a new one first.
 *
 * @param {string} url
 * @param {object} body
 * @param {Options & {renew: () => Promise<unknown>}} options `renew` fetches a token and sets it.
 */
export async function postRenewed(url, body, { renew, ...options }) {
  try {
    return await postJson(url, body, options);
  } catch (error) {
    if (faultOf(error).code !== "page_expired") throw error;
    await renew().catch(() => null); // what is in its way meets the second try as well, and is told
    return postJson(url, body, options);
  }
}

/** 128 random bits: the key that makes a repeated request harmless. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The CSRF token of this page. */
export const csrfToken = () => tokenMeta()?.content ?? "";

/** @param {string | undefined} token */
export function setCsrfToken(token) {
  const meta = tokenMeta();
  if (meta && token) meta.content = token;
}

/** @param {ParentNode} [page] @returns {HTMLMetaElement | null} */
export const tokenMeta = (page = document) => maybe('meta[name="csrf-token"]', page);

/** @param {string} text */
function problemIn(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null; // a front end's own page: the status says enough
  }
}

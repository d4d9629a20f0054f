// Commands of the documents: a page whose session is a new one goes on with what is typed.

import { fetchJson, postJson, setCsrfToken } from "./live.js";

// A page that was open for long, or whose person signed in anew, has an old token: take the new.
export async function command(path, body) {
  try {
    return await postJson(`/api/v1${path}`, body);
  } catch (fault) {
    if (fault.problem?.code !== "page_expired") throw fault;
    await renewToken();
    return postJson(`/api/v1${path}`, body);
  }
}

async function renewToken() {
  const answer = await fetch(window.location.href, { cache: "no-store" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  setCsrfToken(page.querySelector('meta[name="csrf-token"]')?.content);
}

// A piece of the page in its language.
export function piece(address) {
  return fetchJson(address, { headers: { "Accept-Language": document.documentElement.lang } });
}

// The way to sign in that leaves this page as it is; only for who is signed out.
export function signInLink(fault, word) {
  if (fault.status !== 401) return null;
  const link = document.createElement("a");
  link.href = "/login?again=1";
  link.target = "_blank";
  link.rel = "noopener";
  link.textContent = word;
  return link;
}

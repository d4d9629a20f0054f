// @ts-check
/* With a script the phone page renews itself in place, so that nothing jumps and a screen reader
   keeps its spot. Without one, the page loads itself anew every 15 seconds. */

import { find, maybe } from "./common/page.js";

const RENEW_MS = 10_000;
const SHAKE_MS = [400, 200, 400, 200, 800];

const main = find("main");

/** @param {Document} page */
const stateOf = (page) => maybe("[data-state]", page)?.dataset.state;

async function renew() {
  // What a visitor is filling in is not taken from under their fingers.
  if (document.visibilityState !== "visible" || main.querySelector("[data-still]")) return;
  let text;
  try {
    const answer = await fetch(location.href, {
      cache: "no-store",
      signal: AbortSignal.timeout(8000),
    });
    if (!answer.ok && answer.status !== 404) return;
    text = await answer.text();
  } catch {
    return; // no network: what is shown carries its time
  }
  show(new DOMParser().parseFromString(text, "text/html"));
}

/** @param {Document} fresh */
function show(fresh) {
  const before = stateOf(document);
  const now = stateOf(fresh);
  const focused = document.activeElement?.getAttribute("href");
  const live = maybe("[aria-live]", main);
  const said = maybe("main [aria-live]", fresh);
  document.title = fresh.title;
  // The live region itself stays: a screen reader speaks when its words change, and only then.
  if (live && said) said.replaceWith(live);
  main.replaceChildren(...find("main", fresh).childNodes);
  if (live && said && live.innerHTML !== said.innerHTML) {
    live.className = said.className;
    live.innerHTML = said.innerHTML;
  }
  if (focused) maybe(`[href="${CSS.escape(focused)}"]`, main)?.focus();
  if (now === "called" && before !== "called") navigator.vibrate?.(SHAKE_MS);
}

setInterval(renew, RENEW_MS);
document.addEventListener("visibilitychange", renew);

/* With a script the phone page renews itself in place, so that nothing jumps and a screen reader
   keeps its spot. Without one, the page loads itself anew every 15 seconds. */

const RENEW_MS = 10_000;
const SHAKE_MS = [400, 200, 400, 200, 800];

const main = document.querySelector("main");
const stateOf = (root) => root.querySelector("[data-state]")?.dataset.state;

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

function show(fresh) {
  const before = stateOf(document);
  const now = stateOf(fresh);
  const focused = document.activeElement?.getAttribute("href");
  const live = main.querySelector("[aria-live]");
  const said = fresh.querySelector("main [aria-live]");
  document.title = fresh.title;
  // The live region itself stays: a screen reader speaks when its words change, and only then.
  if (live && said) said.replaceWith(live);
  main.replaceChildren(...fresh.querySelector("main").childNodes);
  if (live && said && live.innerHTML !== said.innerHTML) {
    live.className = said.className;
    live.innerHTML = said.innerHTML;
  }
  if (focused) main.querySelector(`[href="${CSS.escape(focused)}"]`)?.focus();
  if (now === "called" && before !== "called") navigator.vibrate?.(SHAKE_MS);
}

setInterval(renew, RENEW_MS);
document.addEventListener("visibilitychange", renew);

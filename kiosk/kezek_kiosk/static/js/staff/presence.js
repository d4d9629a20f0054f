// @ts-check
/* Somebody is here: keys and the pointer keep the session, the page's own questions do not. */

import { csrfToken } from "../common/server.js";

const SAID_EVERY_MS = 120_000;

export function watchPresence() {
  let saidAt = performance.now();
  const here = () => {
    if (performance.now() - saidAt < SAID_EVERY_MS) return;
    saidAt = performance.now();
    fetch("/login/here", { method: "POST", headers: { "X-CSRFToken": csrfToken() } }).catch(() => {
      saidAt = 0; // not heard: the next movement says it again
    });
  };
  for (const kind of ["keydown", "pointermove", "pointerdown"]) {
    document.addEventListener(kind, here, { passive: true });
  }
}

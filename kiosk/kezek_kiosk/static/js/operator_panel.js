// Swaps pieces of a page for what the server draws now, keeping focus and running clocks.

export function swapPieces(pieces, adopted = () => {}) {
  const focused = document.activeElement?.id;
  for (const [id, markup] of Object.entries(pieces)) {
    const old = document.getElementById(id);
    if (old === null) continue;
    const fresh = new DOMParser().parseFromString(markup, "text/html").body.firstElementChild;
    if (fresh === null || fresh.isEqualNode(old.asDrawn ?? null)) continue;
    const drawn = fresh.cloneNode(true);
    old.replaceWith(fresh);
    fresh.asDrawn = drawn;
    adopted(fresh);
  }
  if (focused && document.activeElement?.id !== focused) {
    document.getElementById(focused)?.focus({ preventScroll: true });
  }
}

// Why a command came to nothing, in words: the server's own, or that nobody knows.
export function faultSentence(fault, words) {
  if (fault.status === undefined || fault.status >= 502) return words.not_confirmed;
  return fault.problem?.detail || words.refused;
}

export function signInAgain(fault) {
  if (fault.status !== 401) return false;
  const here = window.location.pathname + window.location.search;
  window.location.assign(`/login?next=${encodeURIComponent(here)}`);
  return true;
}

const RETRY_MS = 2000;

// One answer that was lost must not leave an old page standing while the stream is still open.
export function retryWhileLost(refresh) {
  let timer = null;
  return (lost) => {
    clearInterval(timer);
    timer = lost ? setInterval(refresh, RETRY_MS) : null;
  };
}

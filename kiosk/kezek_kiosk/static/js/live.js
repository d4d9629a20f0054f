/* Keeps a page alive: server-sent events, a snapshot after every change, and a calm way back after
   the server was gone. No page needs to be reloaded by hand. */

const FETCH_SECONDS = 8;
const QUIET_MS = 10_000; // news by snapshot but none by event for so long: the stream is dead
const RELOAD_PAUSE_MS = 60_000; // a page that is refused reloads itself at most this often
const POLL_SECONDS = 5; // while the stream is down
const SETTLE_MS = 80; // a burst of events asks for one snapshot

/** Fetch JSON within a time limit; throws on any answer that is not 2xx. */
export async function fetchJson(url, options = {}) {
  const response = await fetch(url, {
    cache: "no-store",
    credentials: "same-origin",
    signal: AbortSignal.timeout((options.seconds ?? FETCH_SECONDS) * 1000),
    ...options,
    headers: { Accept: "application/json", ...options.headers },
  });
  const text = await response.text();
  const body = text ? JSON.parse(text) : null;
  if (!response.ok) {
    const error = new Error(`${url}: ${response.status}`);
    error.status = response.status;
    error.problem = body;
    throw error;
  }
  return body;
}

/** The CSRF token of this page; kiosk pages renew it by `setCsrfToken`. */
export function csrfToken() {
  return document.querySelector('meta[name="csrf-token"]')?.content ?? "";
}

export function setCsrfToken(token) {
  const meta = document.querySelector('meta[name="csrf-token"]');
  if (meta && token) meta.content = token;
}

/** Post JSON as this page; an error carries `status` and the problem document. */
export function postJson(url, body = {}, options = {}) {
  return fetchJson(url, {
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
}

/** The JSON that the server wrote into the page (a script block with this id). */
export function pageData(id = "page-data") {
  return JSON.parse(document.getElementById(id)?.textContent ?? "null");
}

/** Fill `%(name)s` in a text. */
export function fill(text, values = {}) {
  return text.replace(/%\((\w+)\)[sd]/g, (whole, name) => String(values[name] ?? whole));
}

/**
 * Show snapshots of `snapshotUrl` for as long as the page lives.
 *
 * @param {object} options
 * @param {string|(() => string)} options.snapshotUrl JSON with `seq`; shown at once and after every
 *   change. A function is asked before every request.
 * @param {string} [options.streamUrl] server-sent events; `/api/v1/stream` when left out.
 * @param {(snapshot: object) => void} options.show draws a snapshot.
 * @param {(event: object) => void} [options.onEvent] told of each event, before the snapshot.
 * @param {(lost: boolean, dataAt: Date|null) => void} [options.onConnection] lost or back.
 * @param {(error: object) => void} [options.onRefused] the server wants a sign-in first (401, 403).
 * @param {number} [options.freshSeconds] also ask this often, for waits that only time moves.
 * @returns {{refresh: () => Promise<void>, stop: () => void}}
 */
export function keepLive({
  snapshotUrl,
  streamUrl = "/api/v1/stream",
  show,
  onEvent = () => {},
  onConnection = showConnection,
  onRefused = reloadSeldom,
  freshSeconds = 30,
}) {
  let source = null;
  let lastSeq = null;
  let lastHeard = 0;
  let dataAt = null;
  let lost = false;
  let settle = null;
  let asking = null;
  let askAgain = false;
  let stopped = false;

  function connection(nowLost) {
    if (nowLost !== lost) {
      lost = nowLost;
      onConnection(lost, dataAt);
    }
  }

  function refresh() {
    if (asking) {
      askAgain = true; // something changed while the answer was under way
      return asking;
    }
    asking = ask().finally(() => {
      asking = null;
      if (askAgain && !stopped) {
        askAgain = false;
        refresh();
      }
    });
    return asking;
  }

  async function ask() {
    let snapshot;
    try {
      snapshot = await fetchJson(typeof snapshotUrl === "function" ? snapshotUrl() : snapshotUrl);
    } catch (error) {
      if (error.status === 401 || error.status === 403) {
        onRefused(error);
      }
      connection(true);
      return;
    }
    if (stopped) return;
    dataAt = new Date();
    const news = lastSeq !== null && (snapshot.seq ?? 0) > lastSeq;
    lastSeq = Math.max(lastSeq ?? 0, snapshot.seq ?? 0);
    if (news && source && Date.now() - lastHeard > QUIET_MS) listen();
    connection(false);
    show(snapshot);
  }

  function soon() {
    clearTimeout(settle);
    settle = setTimeout(refresh, SETTLE_MS);
  }

  function hear(message) {
    lastHeard = Date.now();
    let event = {};
    try {
      event = message.data ? JSON.parse(message.data) : {};
    } catch {
      event = {}; // an unreadable event still says that something changed
    }
    if (event.seq) lastSeq = Math.max(lastSeq ?? 0, event.seq);
    onEvent(event);
    soon();
  }

  function listen() {
    source?.close();
    const after = lastSeq === null ? "" : `?after=${lastSeq}`;
    source = new EventSource(streamUrl + after);
    source.onopen = () => {
      lastHeard = Date.now();
      soon();
    };
    source.onmessage = hear;
  }

  function watch() {
    const open = source?.readyState === EventSource.OPEN;
    if (!open) refresh();
    if (source?.readyState === EventSource.CLOSED) listen();
  }

  const watcher = setInterval(watch, POLL_SECONDS * 1000);
  const freshener = setInterval(refresh, freshSeconds * 1000);
  const wake = () => {
    if (document.visibilityState === "visible") soon();
  };
  window.addEventListener("online", soon);
  document.addEventListener("visibilitychange", wake);
  window.addEventListener("pagehide", () => source?.close());
  refresh().then(listen);

  return {
    refresh,
    stop() {
      stopped = true;
      clearInterval(watcher);
      clearInterval(freshener);
      clearTimeout(settle);
      window.removeEventListener("online", soon);
      document.removeEventListener("visibilitychange", wake);
      source?.close();
    },
  };
}

/** Load the page anew, so that the server can ask for a sign-in; never in a tight circle. */
export function reloadSeldom() {
  const last = Number(sessionStorage.getItem("kezek-reloaded-at") ?? 0);
  if (Date.now() - last < RELOAD_PAUSE_MS) return;
  sessionStorage.setItem("kezek-reloaded-at", String(Date.now()));
  window.location.reload();
}

/** The band of base.html that says the data are old. */
export function showConnection(lost, dataAt) {
  const band = document.querySelector("[data-connection-lost]");
  if (!band) return;
  const time = band.querySelector("[data-data-time]");
  if (time && dataAt) time.textContent = clockText(dataAt);
  band.hidden = !lost;
}

/** Hours and minutes as the office's clock shows them. */
export function clockText(at, timeZone = document.documentElement.dataset.timeZone) {
  return new Intl.DateTimeFormat("ru-KZ", {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: timeZone || undefined,
  }).format(at);
}

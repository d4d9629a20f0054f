// @ts-check
/* A file of the log while it comes: how far it is, and a way to stop it. Without this script the
   links save the file by themselves. */

import { find, findAll, pageData } from "../common/page.js";

const LINE_END = 10;
const words = pageData();
const panel = find("#fetching");
/** @type {HTMLProgressElement} */
const bar = find("#fetching-bar");
const said = find("#fetching-words");
const stop = find("#fetching-stop");

/** @type {AbortController | null} */
let fetching = null;

/** @param {number} done @param {number} all */
function showRows(done, all) {
  bar.max = all;
  bar.value = Math.min(done, all);
  const shown = { done: bar.value.toLocaleString("ru"), all: all.toLocaleString("ru") };
  said.textContent = words.rows.replace("%(done)s", shown.done).replace("%(all)s", shown.all);
}

/** @param {Uint8Array} bytes */
function linesIn(bytes) {
  let lines = 0;
  for (let at = bytes.indexOf(LINE_END); at >= 0; at = bytes.indexOf(LINE_END, at + 1)) lines += 1;
  return lines;
}

/** The name that the server gives a file. @param {Response} answer */
function nameOf(answer) {
  const given = answer.headers.get("Content-Disposition") ?? "";
  const encoded = /filename\*=UTF-8''([^;]+)/.exec(given);
  return decodeURIComponent(encoded?.[1] ?? "kezek");
}

/** Read an answer to its end, telling how many rows have come. @param {Response} answer */
async function readWhole(answer) {
  const rows = Number(answer.headers.get("Kezek-Rows"));
  /** @type {BlobPart[]} */
  const pieces = [];
  const reader = /** @type {ReadableStream<Uint8Array>} */ (answer.body).getReader();
  let lines = -1; // the heading is no row
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    pieces.push(/** @type {BlobPart} */ (piece.value));
    lines += linesIn(piece.value);
    if (rows > 0) showRows(lines, rows);
  }
  return new Blob(pieces, { type: answer.headers.get("Content-Type") ?? "" });
}

/** @param {Blob} file @param {string} name */
function save(file, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** @param {HTMLAnchorElement} link */
async function fetchFile(link) {
  fetching?.abort();
  const mine = new AbortController();
  fetching = mine;
  panel.hidden = stop.hidden = bar.hidden = false;
  bar.removeAttribute("value");
  said.textContent = words.making;
  try {
    const answer = await fetch(link.href, { signal: mine.signal });
    if (!answer.ok || answer.redirected) {
      window.location.assign(link.href); // its page says why, or asks who is there
      return;
    }
    const file = await readWhole(answer);
    const name = nameOf(answer);
    save(file, name);
    said.textContent = words.saved.replace("%(name)s", name);
  } catch {
    if (fetching !== mine) return; // another file is fetched by now
    said.textContent = mine.signal.aborted ? words.stopped : words.failed;
  }
  stop.hidden = bar.hidden = true;
  fetching = null;
}

stop.addEventListener("click", () => fetching?.abort());
for (const link of /** @type {HTMLAnchorElement[]} */ (findAll("[id^=save-list-]"))) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    fetchFile(link);
  });
}

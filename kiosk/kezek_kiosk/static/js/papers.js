/* Lays new papers on top of the tray as they are printed. */

import { fetchJson } from "./live.js";

const ASK_MS = 2_000;
const MOST_SHEETS = 24;
const tray = document.querySelector("[data-tray]");

function lay(paper) {
  const row = document.querySelector("#sheet").content.cloneNode(true).firstElementChild;
  const picture = row.querySelector("img");
  row.dataset.name = paper.name;
  row.classList.add("papers__sheet--new");
  row.querySelector("a").href = paper.picture;
  picture.src = paper.picture;
  picture.alt += ` ${paper.number}`;
  row.querySelector("figcaption span").textContent = paper.day;
  row.querySelector("figcaption strong").textContent = paper.clock;
  return row;
}

async function renew() {
  try {
    const { papers } = await fetchJson("/papers/list");
    const known = new Set([...tray.children].map((row) => row.dataset.name));
    const fresh = papers.filter((paper) => !known.has(paper.name));
    tray.prepend(...fresh.map(lay));
    while (tray.children.length > MOST_SHEETS) tray.lastElementChild.remove();
    document.querySelector("[data-empty]").hidden = tray.children.length > 0;
  } catch {
    // The server is away: the papers stay, and the next round asks again.
  }
  setTimeout(renew, ASK_MS);
}

setTimeout(renew, ASK_MS);

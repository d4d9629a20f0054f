// @ts-check
/* Lays new papers on top of the tray as they are printed. */

import { keepLive } from "./common/live.js";
import { copyOf, find, maybe } from "./common/page.js";
import { fetchJson } from "./common/server.js";

const MOST_SHEETS = 24;
const tray = find("[data-tray]");

/** @typedef {{name: string, picture: string, number: string, day: string, clock: string}} Paper */

/** @param {Paper} paper */
function lay(paper) {
  const row = copyOf("#sheet");
  /** @type {HTMLImageElement} */
  const picture = find("img", row);
  row.dataset.name = paper.name;
  row.classList.add("papers__sheet--new");
  find("a", row).setAttribute("href", paper.picture);
  picture.src = paper.picture;
  picture.alt += ` ${paper.number}`;
  find("figcaption span", row).textContent = paper.day;
  find("figcaption strong", row).textContent = paper.clock;
  return row;
}

/** @param {{name: string}} paper */
const isNew = ({ name }) => maybe(`[data-name="${CSS.escape(name)}"]`, tray) === null;

/** @param {{papers: Paper[], seq?: number}} known the newest first. */
function show({ papers }) {
  tray.prepend(...papers.filter(isNew).map(lay));
  while (tray.children.length > MOST_SHEETS) tray.lastElementChild?.remove();
  find("[data-empty]").hidden = tray.children.length > 0;
}

// While the server is away the papers stay.
keepLive({ read: () => fetchJson("/papers/list"), show, onConnection() {} });

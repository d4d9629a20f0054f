// @ts-check
/* The hall as it is now: pieces drawn by the server, swapped in after every change. */

import { fill, find, pageData } from "../common/page.js";
import { Clocks } from "../staff/clocks.js";
import { keepPieces, swapPieces } from "../staff/pieces.js";
import { watchPresence } from "../staff/presence.js";
import { askAboutTheDay } from "./office_day.js";

/**
 * @import { JournalEvent } from "../common/live.js"
 * @import { FaultWords, Snapshot } from "../staff/pieces.js"
 */

const FRESH_SECONDS = 20;
const SETTLE_MS = 1500;

const hall = find("#hall");
/**
 * @type {FaultWords & {warnings: {[kind: string]: string}}} by the kind of the event that brings them.
 */
const words = pageData();
const clocks = new Clocks(hall);
/** @type {number | undefined} */
let settling;

/**
 * The day's figures rest between two counts; what is not in them yet is asked for once more.
 *
 * @param {Snapshot & {settled: boolean}} snapshot
 */
function show(snapshot) {
  swapPieces(snapshot.pieces, (piece) => clocks.adopt(piece));
  clearTimeout(settling);
  if (!snapshot.settled) settling = setTimeout(() => live.refresh(), SETTLE_MS);
}

/** @param {JournalEvent} event */
function announce(event) {
  const warning = words.warnings[event.kind];
  if (warning) find("#heard").textContent = fill(warning, event);
}

askAboutTheDay(hall, words, () => live.refresh());
clocks.start();
watchPresence();
const live = keepPieces({
  address: hall.dataset.pieces ?? "",
  show,
  onEvent: announce,
  freshSeconds: FRESH_SECONDS,
});

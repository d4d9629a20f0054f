// The hall as it is now: pieces drawn by the server, swapped in after every change.

import { Clocks } from "./operator_clocks.js";
import { retryWhileLost, signInAgain, swapPieces } from "./operator_panel.js";
import { watchPresence } from "./operator_presence.js";
import { askAboutTheDay } from "./supervisor_office_day.js";
import { fill, keepLive, pageData, showConnection } from "./live.js";

const FRESH_SECONDS = 20;
const SETTLE_MS = 1500;

const hall = document.getElementById("hall");
const words = pageData();
const clocks = new Clocks(hall);
const retry = retryWhileLost(() => live.refresh());
let settling = null;

// The day's figures rest between two counts; what is not in them yet is asked for once more.
function show(snapshot) {
  swapPieces(snapshot.pieces, (piece) => clocks.adopt(piece));
  clearTimeout(settling);
  if (!snapshot.settled) settling = setTimeout(() => live.refresh(), SETTLE_MS);
}

function announce(event) {
  const warning = words.warnings[event.kind];
  if (warning) document.getElementById("heard").textContent = fill(warning, event);
}

askAboutTheDay(hall, words, () => live.refresh());
clocks.adopt();
clocks.start();
watchPresence();
const live = keepLive({
  snapshotUrl: hall.dataset.pieces,
  show,
  onEvent: announce,
  onConnection: (lost, dataAt) => {
    showConnection(lost, dataAt);
    retry(lost);
  },
  onRefused: signInAgain,
  freshSeconds: FRESH_SECONDS,
});

// @ts-check
/* The glass: how large it is, and how everything on it is drawn. */

import { find, findAll } from "../common/page.js";
import { BOTH } from "./words.js";

const ROOM_FOR_BOTH_MM = 300; // screens lower than this show one language at a time
const HIGHEST_REACH_MM = 1100; // a low screen has nothing to lower
const COMPACT_MM = 170; // a 10-inch screen
// The smallest glass of either layout; on a smaller one, all is drawn smaller.
const FULL_MM = { height: 194, width: 0 };
const SMALLEST_MM = { height: 136, width: 217 };
const LAYOUTS = ["contrast", "larger", "lower"];

/**
 * Fit the page to its glass.
 *
 * @param {{px_per_mm: number, floor_mm: number}} data
 * @returns the size of a millimetre, and the languages that there is room for.
 */
export function fitGlass(data) {
  const heightMm = innerHeight / data.px_per_mm;
  const widthMm = innerWidth / data.px_per_mm;
  const compact = heightMm < COMPACT_MM;
  const least = compact ? SMALLEST_MM : FULL_MM;
  const pxPerMm = data.px_per_mm * Math.min(1, heightMm / least.height, widthMm / least.width);
  document.documentElement.style.setProperty("--mm", `${pxPerMm}px`);
  document.documentElement.style.setProperty("--floor", String(data.floor_mm));
  document.body.classList.toggle("kiosk--compact", compact);
  tool("lower").hidden = data.floor_mm + heightMm <= HIGHEST_REACH_MM;
  return { pxPerMm, startMode: heightMm >= ROOM_FOR_BOTH_MM ? BOTH : "kk" };
}

/** Contrast, larger letters, buttons lower: one visitor's, gone with the next. */
export function resetLayout() {
  for (const name of LAYOUTS) setLayout(name, false);
}

/** @param {string} name */
export const toggleLayout = (name) => setLayout(name, !isOn(tool(name)));

/** Whether everything is drawn as the next visitor should find it. */
export const isLayoutReset = () => !LAYOUTS.some((name) => isOn(tool(name)));

/** @type {(name: string, on: boolean) => void} */
function setLayout(name, on) {
  tool(name).setAttribute("aria-pressed", String(on));
  if (name === "contrast") document.documentElement.dataset.theme = on ? "contrast" : "light";
  else document.body.classList.toggle(`kiosk--${name}`, on);
}

/** @param {string} name */
const tool = (name) => find(`[data-tool="${name}"]`);

/** @param {Element} button */
const isOn = (button) => button.getAttribute("aria-pressed") === "true";

/** Show the screen of a name and no other. @param {string} name */
export function showScreen(name) {
  document.body.dataset.shown = name;
  for (const section of findAll("[data-screen]", find("main"))) {
    section.hidden = section.dataset.screen !== name;
  }
}

// @ts-check
/* Presses virtual devices, and draws anew the ones that changed. */

import { find, findAll, hit, maybe, pageData, pause } from "./common/page.js";
import { faultOf, fetchJson, postJson } from "./common/server.js";

const WAIT_SECONDS = 10;
const PAUSE_MS = 1_500; // after an answer that did not come
const PRESS = "/api/v1/virtual-hardware/press";

/** @typedef {{name: string, html: string}} Card */

const columns = find("[data-columns]");
const said = find("[data-said]");
/** @type {Map<Element, string>} */
const drawn = new Map();
let version = Number(columns.dataset.version);

/**
 * Draw one device again; whoever is typing or has the focus there goes on.
 *
 * @type {(place: Element, html: string) => void}
 */
function draw(place, html) {
  if (drawn.get(place) === html) return;
  const here = document.activeElement;
  const focused = here && place.contains(here) ? here.id : "";
  const typed = place.querySelector("input")?.value ?? "";
  place.innerHTML = html;
  drawn.set(place, html);
  const field = place.querySelector("input");
  if (field) field.value = typed;
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

/** @param {{present: boolean, cards: Card[]}} state */
function show({ present, cards }) {
  find("[data-away]").hidden = present;
  const places = findAll("[data-card]", columns);
  const known = cards.map((card) => places.find((each) => each.dataset.card === card.name));
  if (cards.length !== places.length || known.includes(undefined)) {
    if (cards.length) location.reload(); // the agent came with other devices
    return;
  }
  known.forEach((place, at) => place && draw(place, cards[at]?.html ?? ""));
}

async function follow() {
  for (;;) {
    try {
      const state = await fetchJson(`/hardware/state?after=${version}&wait_seconds=${WAIT_SECONDS}`, {
        seconds: WAIT_SECONDS + 5,
      });
      version = state.version;
      show(state);
    } catch {
      await pause(PAUSE_MS);
    }
  }
}

/**
 * @type {(device: string | undefined, what: string | undefined, value?: string | boolean | null) => Promise<void>}
 */
async function press(device, what, value = null) {
  try {
    await postJson(PRESS, { device, what, value });
    said.textContent = "";
  } catch (error) {
    said.textContent = faultOf(error).problem?.detail ?? pageData().lost;
  }
}

columns.addEventListener("click", (event) => {
  const button = hit(event, "button[data-device]");
  if (!button) return;
  const { device, key } = button.dataset;
  if (key) press(device, key);
  else press(device, button.dataset.switch, button.getAttribute("aria-checked") !== "true");
});

columns.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = hit(event, "form[data-device]");
  /** @type {HTMLInputElement | null} */
  const field = maybe("[name=code]", form ?? undefined);
  if (!form || !field?.value) return;
  press(form.dataset.device, "code", field.value);
  field.value = "";
});

follow();

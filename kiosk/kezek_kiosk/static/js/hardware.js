/* Presses virtual devices, and draws anew the ones that changed. */

import { fetchJson, pageData, postJson } from "./live.js";

const WAIT_SECONDS = 10;
const PAUSE_MS = 1_500; // after an answer that did not come
const PRESS = "/api/v1/virtual-hardware/press";

const columns = document.querySelector("[data-columns]");
const said = document.querySelector("[data-said]");
const drawn = new Map();
let version = Number(columns.dataset.version);

/** Draw one device again; whoever is typing or has the focus there goes on. */
function draw(place, html) {
  if (drawn.get(place) === html) return;
  const focused = place.contains(document.activeElement) ? document.activeElement.id : "";
  const typed = place.querySelector("input")?.value ?? "";
  place.innerHTML = html;
  drawn.set(place, html);
  const field = place.querySelector("input");
  if (field) field.value = typed;
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

function show(state) {
  document.querySelector("[data-away]").hidden = state.present;
  const places = new Map([...columns.querySelectorAll("[data-card]")].map((each) => [each.dataset.card, each]));
  const names = state.cards.map((card) => card.name);
  if (names.length !== places.size || names.some((name) => !places.has(name))) {
    if (names.length) location.reload(); // the agent came with other devices
    return;
  }
  for (const card of state.cards) draw(places.get(card.name), card.html);
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
      await new Promise((done) => setTimeout(done, PAUSE_MS));
    }
  }
}

async function press(device, what, value = null) {
  try {
    await postJson(PRESS, { device, what, value });
    said.textContent = "";
  } catch (error) {
    said.textContent = error.problem?.detail ?? pageData().lost;
  }
}

columns.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-device]");
  if (!button) return;
  const { device, key } = button.dataset;
  if (key) press(device, key);
  else press(device, button.dataset.switch, button.getAttribute("aria-checked") !== "true");
});

columns.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target.closest("form[data-device]");
  const field = form.elements.code;
  if (!field.value) return;
  press(form.dataset.device, "code", field.value);
  field.value = "";
});

follow();

// @ts-check
/* The choice: a service, what one has come for, and the last look before the ticket. */

import { find, findAll } from "../common/page.js";
import { newKey } from "../common/server.js";
import { drawPager, factRows, pageWithin } from "./parts.js";
import { TICKETS } from "./server.js";
import { drawTiles } from "./tiles.js";
import { waitWords } from "./words.js";

/**
 * @import { Kit } from "./kit.js"
 * @import { Order } from "./order.js"
 * @import { Service } from "./server.js"
 * @typedef {ReturnType<typeof makeChoice>} Choice
 */

/**
 * @param {Kit} kit
 * @param {Order} order
 */
export function makeChoice(kit, order) {
  const { words, screen, open } = kit;
  const { services } = kit.office;
  let page = 0;
  /** @type {string | null} the slug of the service. */
  let chosen = null;

  const service = () => services().find((one) => one.service === chosen);

  /** @param {string} shown */
  function draw(shown) {
    const found = service();
    if (found) for (const title of findAll("[data-service-title]")) words.sayLocal(title, found.title);
    if (shown === "services") drawServices();
    if (shown === "confirm" && found) drawFacts(found);
    if (shown === "stage" && found) drawStages(found);
  }

  function drawServices() {
    page = pageWithin(services(), page);
    drawTiles(find("[data-tiles]"), { services: services(), page, words });
    drawPager(find("[data-pager]"), { services: services(), page, words });
  }

  /** @param {Service} found */
  function drawStages({ stages }) {
    for (const button of findAll("[data-stage]")) {
      button.hidden = !stages.includes(button.dataset.stage ?? "");
    }
  }

  /** @param {Service} found */
  function drawFacts({ waiting, expected_wait_minutes: expected, limit_minutes: minutes }) {
    factRows(find("[data-facts]"), words, [
      ["Waiting now", String(waiting)],
      ["Expected wait", waitWords(words, expected) ?? "no forecast yet"],
      minutes && [
        "Longest wait by the standard",
        (language) => words.text("%(minutes)s min", language, { minutes }),
      ],
    ]);
  }

  /** @param {string} slug */
  function choose(slug) {
    chosen = slug;
    open((service()?.stages.length ?? 0) > 1 ? "stage" : "confirm");
  }

  /** @param {string} [stage] */
  async function take(stage) {
    if (screen() !== "stage" && screen() !== "confirm") return; // a second press of the same button
    const found = service();
    if (!found) return; // not offered any more: the next state draws another screen
    await order.ask({
      address: TICKETS,
      order: {
        service: found.service,
        stage: stage ?? found.stages[0],
        language: words.language(),
        category: null,
        idempotency_key: newKey(),
      },
    });
  }

  /** @type {(shown: string, by: number) => boolean} */
  function turn(shown, by) {
    if (shown !== "services") return false;
    page = pageWithin(services(), page + by);
    open("services");
    return true;
  }

  return {
    actions: {
      choose: (/** @type {HTMLElement} */ { dataset }) => choose(dataset.service ?? ""),
      take: (/** @type {HTMLElement} */ { dataset }) => take(dataset.stage),
    },
    draw,
    turn,
    /** Name the service of a ticket that is asked for elsewhere. @param {string} slug */
    name(slug) {
      chosen = slug;
      return service();
    },
    /** @param {string} shown */
    back(shown) {
      if (shown === "services") return page > 0 && turn(shown, -1);
      if (shown !== "stage" && shown !== "confirm") return false;
      open("services");
      return true;
    },
    isFresh: () => page === 0,
    clear() {
      chosen = null;
      page = 0;
    },
  };
}

// @ts-check
/* Services to choose from: for a memo, or for a complaint. */

import { drawPager, onPage, pageWithin } from "../kiosk/parts.js";
import { find } from "../common/page.js";

/**
 * @import { Kit } from "../kiosk/kit.js"
 * @import { Service } from "../kiosk/server.js"
 * @typedef {ReturnType<typeof makeServiceList>} ServiceList
 */

/** @type {{[screen: string]: string}} what a service is chosen for. */
const ACTIONS = { "help-services": "help-memo", "complaint-service": "complaint-for" };

/** @param {Kit} kit */
export function makeServiceList({ words, open, office: { services } }) {
  let page = 0;

  /** @param {string} screen */
  function draw(screen) {
    const action = ACTIONS[screen];
    if (!action) return;
    page = pageWithin(services(), page);
    const section = find(`[data-screen="${screen}"]`);
    fill(find("[data-help-services]", section), onPage(services(), page), action);
    drawPager(find("[data-help-pager]", section), { services: services(), page, words });
  }

  /**
   * Buttons that stay keep their element, so that focus is not lost.
   *
   * @type {(list: Element, shown: Service[], action: string) => void}
   */
  function fill(list, shown, action) {
    while (list.children.length > shown.length) list.lastElementChild?.remove();
    shown.forEach((service, at) => {
      const button = /** @type {HTMLElement} */ (list.children[at] ?? list.appendChild(newChoice()));
      button.dataset.action = action;
      button.dataset.slug = service.service;
      words.sayLocal(find("span", button), service.title);
    });
  }

  function newChoice() {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "choice";
    button.append(document.createElement("span"));
    return button;
  }

  return {
    draw,
    /** @type {(screen: string, by: number) => boolean} */
    turn(screen, by) {
      if (!(screen in ACTIONS)) return false;
      page = pageWithin(services(), page + by);
      open(screen);
      return true;
    },
    /** @param {string | null | undefined} slug */
    find: (slug) => services().find((one) => one.service === slug) ?? null,
    clear() {
      page = 0;
    },
  };
}

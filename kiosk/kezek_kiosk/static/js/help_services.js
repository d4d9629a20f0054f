/* Services to choose from: for a memo, or for a complaint. */

const A_PAGE = 6;
const ACTIONS = { "help-services": "help-memo", "complaint-service": "complaint-for" };

export function makeServiceList({ words, open, state }) {
  let page = 0;

  const services = () => state()?.services ?? [];
  const pages = () => Math.max(1, Math.ceil(services().length / A_PAGE));

  function draw(screen) {
    if (!(screen in ACTIONS)) return;
    page = Math.min(page, pages() - 1);
    const section = document.querySelector(`[data-screen="${screen}"]`);
    const shown = services().slice(page * A_PAGE, (page + 1) * A_PAGE);
    fill(section.querySelector("[data-help-services]"), shown, ACTIONS[screen]);
    const pager = section.querySelector("[data-help-pager]");
    pager.hidden = pages() === 1;
    reachable(pager, "help-previous", page > 0);
    reachable(pager, "help-next", page < pages() - 1);
    words.say(pager.querySelector("[data-page-place]"), "%(page)s / %(pages)s", {
      page: page + 1,
      pages: pages(),
    });
  }

  /** Buttons that stay keep their element, so that focus is not lost. */
  function fill(list, shown, action) {
    while (list.children.length > shown.length) list.lastElementChild.remove();
    shown.forEach((service, at) => {
      const button = list.children[at] ?? list.appendChild(newChoice());
      button.dataset.action = action;
      button.dataset.slug = service.service;
      words.sayLocal(button.firstElementChild, service.title);
    });
  }

  function newChoice() {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "choice";
    button.append(document.createElement("span"));
    return button;
  }

  function reachable(pager, action, yes) {
    pager.querySelector(`[data-action="${action}"]`).style.visibility = yes ? "visible" : "hidden";
  }

  return {
    draw,
    turn(screen, by) {
      if (!(screen in ACTIONS)) return false;
      page = Math.min(Math.max(page + by, 0), pages() - 1);
      open(screen);
      return true;
    },
    find: (slug) => services().find((one) => one.service === slug) ?? null,
    clear() {
      page = 0;
    },
  };
}

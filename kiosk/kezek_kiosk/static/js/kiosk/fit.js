// @ts-check
/* Everything of a screen stands on its glass: what would not fit is drawn a little smaller. */

const STEP = 0.04;
const LEAST = 0.6;

/**
 * Draw a screen as large as it fits between what stands above and below it.
 *
 * @param {HTMLElement} section the screen; its sizes are multiples of `--mm`.
 * @param {number} pxPerMm the size that is wanted.
 * @returns {boolean} whether it is drawn in another size than before.
 */
export function fitScreen(section, pxPerMm) {
  const before = section.style.getPropertyValue("--mm");
  section.style.removeProperty("--mm");
  for (let scale = 1 - STEP; !fits(section) && scale >= LEAST; scale -= STEP) {
    section.style.setProperty("--mm", `${pxPerMm * scale}px`);
  }
  return section.style.getPropertyValue("--mm") !== before;
}

/**
 * Whether no part of a screen reaches over its edges, and no word over those of its button.
 *
 * @param {HTMLElement} section
 */
function fits(section) {
  const room = section.getBoundingClientRect();
  const parts = [...section.querySelectorAll(PARTS)].filter(
    (one) => one.checkVisibility() && !one.closest(IN_PAGES),
  );
  return parts.every((one) => {
    const box = one.getBoundingClientRect();
    return (
      box.top > room.top - SLACK_PX && box.bottom < room.bottom + SLACK_PX &&
      box.left > room.left - SLACK_PX && box.right < room.right + SLACK_PX &&
      !(one.matches("button") && isCut(one))
    );
  });
}

const SLACK_PX = 1;
const PARTS = ":scope > *, button, img, li, dd, h1";
const IN_PAGES = "[data-memo-pages] *"; // what runs on over pages is out of sight on purpose

/** @param {Element} button */
const isCut = (button) =>
  button.scrollHeight > button.clientHeight + SLACK_PX ||
  button.scrollWidth > button.clientWidth + SLACK_PX;

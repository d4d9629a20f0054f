// @ts-check
/* Words on the glass: one text in one or two languages, Kazakh above Russian. */

/** @typedef {{language: string, text: string}} Part a text in one language */

/**
 * Put a text into an element, a span a language.
 *
 * @param {Element} element
 * @param {Part[]} parts
 */
export function putParts(element, parts) {
  element.replaceChildren(
    ...parts.map(({ language, text }) => {
      const span = document.createElement("span");
      span.className = "words";
      span.lang = language;
      span.textContent = text;
      return span;
    }),
  );
}

/** Equal texts are shown once, in the language that comes first. @param {Part[]} parts */
export const distinct = (parts) =>
  parts.filter(({ text }, at) => parts.findIndex((other) => other.text === text) === at);

/**
 * Say which language buttons are pressed.
 *
 * @param {HTMLElement[]} buttons
 * @param {string | null} chosen
 */
export function showChosen(buttons, chosen) {
  for (const button of buttons) {
    button.setAttribute("aria-pressed", String(button.dataset.language === chosen));
  }
}

// @ts-check
/* What the tablet shows: its words in the languages of the moment, and the question of the moment. */

import { fill, find, findAll, pageData } from "../common/page.js";
import { distinct, putParts, showChosen } from "../common/words.js";

/**
 * @import { Answers } from "./answers.js"
 * @type {{texts: {[language: string]: {[key: string]: string}}, office: {[language: string]: string}}}
 */
const data = pageData();
/** @type {string[]} */
let languages = [];

/** Say everything of the page in these languages. @param {string[]} chosen */
export function speak(chosen) {
  const [first = "kk", second] = chosen;
  languages = chosen;
  document.documentElement.lang = first;
  put(find("[data-office]"), (language) => data.office[language] || data.office.kk || "");
  for (const element of findAll("[data-text]")) say(element, element.dataset.text ?? "");
  showChosen(findAll("[data-language]"), second ? null : first);
}

/** @param {string} name */
export function showScreen(name) {
  find("[data-languages]").hidden = name !== "question";
  for (const section of findAll("[data-screen]")) section.hidden = section.dataset.screen !== name;
}

/** @param {Answers} answers */
export function drawQuestion(answers) {
  const ofComplaint = answers.isAboutComplaint();
  find('section[data-screen="question"]').dataset.about = ofComplaint ? "complained" : "satisfied";
  say(find("[data-question]"), answers.step());
  say(find('[data-word="yes"]'), ofComplaint ? "yes" : "satisfied");
  say(find('[data-word="no"]'), ofComplaint ? "no" : "not_satisfied");
  say(find("[data-step]"), "step", { number: answers.place() + 1, count: answers.count() });
  find("[data-dots]").replaceChildren(
    ...Array.from({ length: answers.count() }, (_, at) => {
      const dot = document.createElement("i");
      dot.className = at < answers.place() ? "is-done" : at === answers.place() ? "is-now" : "";
      return dot;
    }),
  );
  find('[data-way="back"]').hidden = answers.place() === 0;
  find('[data-way="end"]').hidden = answers.place() > 0;
  for (const button of findAll("[data-choice]")) {
    const isChosen = answers.chosen() === (button.dataset.choice === "yes");
    button.setAttribute("aria-pressed", String(isChosen));
  }
}

/** @type {(element: Element, key: string, values?: {[name: string]: unknown}) => void} */
const say = (element, key, values) =>
  put(element, (language) => fill(data.texts[language]?.[key] ?? key, values));

/** @type {(element: Element, textIn: (language: string) => string) => void} */
function put(element, textIn) {
  putParts(element, distinct(languages.map((language) => ({ language, text: textIn(language) }))));
}

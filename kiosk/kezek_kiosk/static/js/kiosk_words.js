/* The kiosk's words: Kazakh above Russian until a visitor chooses one language. */

import { fill } from "./live.js";

export const BOTH = "both";

/** The words of one page: which languages are shown, and how a text is put into an element. */
export function makeWords(texts, startMode) {
  let mode = startMode;

  const languages = () => (mode === BOTH ? ["kk", "ru"] : [mode]);

  /** A text in the languages shown: [{language, text}]; equal texts are shown once. */
  function parts(msgid, values = {}) {
    return distinct(
      languages().map((language) => ({
        language,
        text: fill(texts[language][msgid] ?? msgid, valuesIn(values, language)),
      })),
    );
  }

  /** A text of the data ({kk, ru, en}) in the languages shown. */
  function localParts(data) {
    return distinct(
      languages().map((language) => ({
        language,
        text: withSoftHyphens(data[language] || data.kk || ""),
      })),
    );
  }

  function put(element, someParts) {
    element.replaceChildren(
      ...someParts.map(({ language, text }) => {
        const span = document.createElement("span");
        span.className = "words";
        span.lang = language;
        span.textContent = text;
        return span;
      }),
    );
  }

  return {
    mode: () => mode,
    /** The language of the ticket and of what is read aloud first. */
    language: () => languages()[0],
    languages,
    setMode(next) {
      mode = next;
      document.documentElement.lang = languages()[0];
      document.body.dataset.mode = mode;
    },
    parts,
    localParts,
    text: (msgid, language, values) => fill(texts[language][msgid] ?? msgid, values),
    say: (element, msgid, values) => put(element, parts(msgid, values)),
    sayLocal: (element, data) => put(element, localParts(data)),
    /** Fill every [data-text] below an element. */
    sayAll(root = document) {
      for (const element of root.querySelectorAll("[data-text]")) {
        put(element, parts(element.dataset.text));
      }
    },
  };
}

/** A value may be a function of the language. */
function valuesIn(values, language) {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === "function" ? value(language) : value,
    ]),
  );
}

function distinct(parts) {
  return parts.filter(({ text }, at) => parts.findIndex((other) => other.text === text) === at);
}

const VOWELS = "аәеёиіоөуұүыэюя";
const CONSONANTS = "бвгғджзйкқлмнңпрстфхһцчшщ";
const SYLLABLE_END = new RegExp(
  `([${VOWELS}][йьъ]?)(?=[${CONSONANTS}][${VOWELS}])|` +
    `([${VOWELS}][${CONSONANTS}][ьъ]?)(?=[${CONSONANTS}][${VOWELS}])`,
  "gi",
);
const LONG_WORD = /[\u0400-\u04ff]{16,}/g;
const KEPT_TOGETHER = 3; // letters at either end of a word

/** Let long Kazakh and Russian words break between syllables, with a hyphen, where they must. */
export function withSoftHyphens(text) {
  return text.replace(LONG_WORD, (word) =>
    word.replace(SYLLABLE_END, (end, _open, _closed, at) => {
      const cut = at + end.length;
      const inside = cut >= KEPT_TOGETHER && word.length - cut >= KEPT_TOGETHER;
      return inside ? `${end}\u00ad` : end;
    }),
  );
}

/** An expected wait in words, as a function of the language; null without a forecast. */
export function waitWords(words, wait) {
  if (!wait || wait.p90 === null) return null;
  return (language) => {
    if (wait.p90 <= 0) return words.text("%(minutes)s min", language, { minutes: 0 });
    if (wait.p50 >= wait.p90) {
      return words.text("about %(minutes)s min", language, { minutes: wait.p90 });
    }
    return words.text("%(low)s–%(high)s min", language, { low: wait.p50, high: wait.p90 });
  };
}

// @ts-check
/* The kiosk's words: Kazakh above Russian until a visitor chooses one language. */

import { fill, findAll } from "../common/page.js";
import { distinct, putParts } from "../common/words.js";

/**
 * @typedef {{[language: string]: string}} LocalText a text of the data: kk, ru, en
 * @typedef {{[language: string]: {[msgid: string]: string}}} Texts of the page, by language
 * @typedef {{[name: string]: unknown}} Values a value may be a function of the language
 * @typedef {(language: string) => string} ByLanguage
 * @typedef {{p50: number, p90: number | null}} Wait expected, in minutes
 * @typedef {ReturnType<typeof makeWords>} Words
 */

export const BOTH = "both";

/**
 * The words of one page: which languages are shown, and how a text is put into an element.
 *
 * @param {Texts} texts
 * @param {string} startMode a language, or `BOTH`.
 */
export function makeWords(texts, startMode) {
  let mode = startMode;

  const languages = () => (mode === BOTH ? ["kk", "ru"] : [mode]);

  const language = () => (mode === BOTH ? "kk" : mode);

  /** @type {(msgid: string, language: string, values?: Values) => string} */
  const text = (msgid, language, values) => fill(texts[language]?.[msgid] ?? msgid, values);

  /**
   * A text in the languages shown.
   *
   * @param {string} msgid
   * @param {Values} [values]
   */
  function parts(msgid, values = {}) {
    return distinct(
      languages().map((language) => ({
        language,
        text: text(msgid, language, valuesIn(values, language)),
      })),
    );
  }

  /** A text of the data in the languages shown. @param {LocalText} data */
  function localParts(data) {
    return distinct(
      languages().map((language) => ({
        language,
        text: withSoftHyphens(data[language] || data.kk || ""),
      })),
    );
  }

  /** @param {string} next */
  function setMode(next) {
    mode = next;
    document.documentElement.lang = language();
    document.body.dataset.mode = mode;
  }

  return {
    mode: () => mode,
    /** The language of the ticket and of what is read aloud first. */
    language,
    languages,
    setMode,
    /** Whether nobody has chosen a language. */
    isAsAtStart: () => mode === startMode,
    reset: () => setMode(startMode),
    /**
     * Choose a language; chosen once more, both are shown again where there is room.
     *
     * @param {string} next
     */
    choose: (next) => setMode(mode === next && startMode === BOTH ? BOTH : next),
    parts,
    localParts,
    text,
    /** @type {(element: Element, msgid: string, values?: Values) => void} */
    say: (element, msgid, values) => putParts(element, parts(msgid, values)),
    /** @type {(element: Element, data: LocalText) => void} */
    sayLocal: (element, data) => putParts(element, localParts(data)),
    /** Fill every [data-text] of the page. */
    sayAll() {
      for (const element of findAll("[data-text]")) {
        putParts(element, parts(element.dataset.text ?? ""));
      }
    },
  };
}

/** @type {(values: Values, language: string) => Values} */
function valuesIn(values, language) {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === "function" ? value(language) : value,
    ]),
  );
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

/**
 * Let long Kazakh and Russian words break between syllables, with a hyphen, where they must.
 *
 * @param {string} text
 */
function withSoftHyphens(text) {
  return text.replace(LONG_WORD, (word) =>
    word.replace(SYLLABLE_END, (end, _open, _closed, at) => {
      const cut = at + end.length;
      const inside = cut >= KEPT_TOGETHER && word.length - cut >= KEPT_TOGETHER;
      return inside ? `${end}\u00ad` : end;
    }),
  );
}

/**
 * An expected wait in words, as a function of the language; null without a forecast.
 *
 * @param {Words} words
 * @param {Wait | null} wait
 * @returns {ByLanguage | null}
 */
export function waitWords(words, wait) {
  if (!wait || wait.p90 === null) return null;
  const { p50, p90 } = wait;
  return (language) => {
    if (p90 <= 0) return words.text("%(minutes)s min", language, { minutes: 0 });
    if (p50 >= p90) {
      return words.text("about %(minutes)s min", language, { minutes: p90 });
    }
    return words.text("%(low)s–%(high)s min", language, { low: p50, high: p90 });
  };
}

// @ts-check
/* What the kiosk lends to its screens, and what it asks of them: shapes alone, nothing runs here. */

/**
 * @import { Aloud } from "./aloud.js"
 * @import { Office } from "./office.js"
 * @import { LocalText, Texts, Words } from "./words.js"
 *
 * @typedef {object} PageData what the server wrote into the page
 * @property {Texts} texts
 * @property {{months: {[language: string]: string[]}, day: {[language: string]: string}}} help
 * @property {LocalText} office its name.
 * @property {string} screen which of several, for the agent's scanner.
 * @property {boolean} scanner whether there is one.
 * @property {number} idle_seconds
 * @property {number} warning_seconds
 * @property {number} ticket_page_seconds
 * @property {number} px_per_mm
 * @property {number} floor_mm
 *
 * @typedef {object} Kit what the kiosk lends to its screens
 * @property {PageData} data
 * @property {Words} words
 * @property {Aloud} aloud
 * @property {Office} office
 * @property {() => string | null} screen the one that is shown.
 * @property {(name: string) => void} open shows another one.
 * @property {() => void} draw draws it anew.
 * @property {() => void} restart starts afresh for the next visitor.
 * @property {() => number} visit grows with every new visitor: late answers to the last one are dropped.
 * @property {(heading: string) => void} unsure says that nobody knows yet what became of an order.
 *
 * @typedef {object} Screens one story of a visit
 * @property {(screen: string) => void} draw
 * @property {() => void} clear forgets the visitor.
 * @property {(screen: string) => boolean} [back] false where that is not its to say.
 * @property {(screen: string, by: number) => boolean} [turn] turns a page; false where there is none.
 * @property {{[action: string]: Act}} [actions]
 *
 * @typedef {(pressed: any) => unknown} Act gets the button, or what a key stands for
 */

export {};

// @ts-check
// The keys of the operator's window: F2 to F9 unless this browser remembers others.

const STORE = "kezek.operator.keys";

/** @type {Readonly<{[command: string]: string}>} */
const DEFAULT_KEYS = Object.freeze({
  next: "F2",
  recall: "F3",
  no_show: "F4",
  start: "F5",
  finish: "F6",
  transfer: "F7",
  hold: "F8",
  pause: "F9",
  documents: "F10",
});

// Codes name the place of a key, so a Kazakh, Russian or Latin layout changes nothing.
const TAKEN_BY_THE_PAGE = new Set([
  "Space", "Enter", "NumpadEnter", "Escape", "Tab", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight",
  "ShiftLeft", "ShiftRight", "ControlLeft", "ControlRight", "AltLeft", "AltRight",
  "MetaLeft", "MetaRight", "CapsLock", "Backspace",
]);

/** @param {string} code */
export function isFree(code) {
  return code !== "" && !TAKEN_BY_THE_PAGE.has(code);
}

/** @param {string} code */
export function keyName(code) {
  return code.replace(/^Key|^Digit/, "").replace(/^Numpad/, "Num");
}

export class Keys {
  constructor() {
    /** @type {{[command: string]: string}} */
    this.map = { ...DEFAULT_KEYS, ...this.#remembered() };
  }

  /** The key of a command; empty where it has none. @param {string | undefined} command */
  of(command = "") {
    return this.map[command] ?? "";
  }

  /** @param {string} code */
  commandOf(code) {
    return Object.keys(this.map).find((command) => this.map[command] === code) ?? null;
  }

  /**
   * A key that had another command swaps places with it: no command is left without a key.
   *
   * @type {(command: string, code: string) => string | null}
   */
  assign(command, code) {
    const other = this.commandOf(code);
    if (other !== null) this.map[other] = this.of(command);
    this.map[command] = code;
    this.#remember();
    return other === command ? null : other;
  }

  restore() {
    this.map = { ...DEFAULT_KEYS };
    this.#remember();
  }

  /** @returns {{[command: string]: string}} */
  #remembered() {
    try {
      const kept = JSON.parse(window.localStorage.getItem(STORE) ?? "{}");
      const known = Object.entries(kept).filter(
        ([command, code]) => command in DEFAULT_KEYS && typeof code === "string" && isFree(code),
      );
      /** @type {{[command: string]: string}} */
      const map = { ...DEFAULT_KEYS, ...Object.fromEntries(known) };
      return new Set(Object.values(map)).size === Object.keys(map).length ? map : {};
    } catch {
      return {}; // a browser that keeps nothing still works with the usual keys
    }
  }

  #remember() {
    try {
      window.localStorage.setItem(STORE, JSON.stringify(this.map));
    } catch {
      // the keys stay changed until the page is closed
    }
  }
}

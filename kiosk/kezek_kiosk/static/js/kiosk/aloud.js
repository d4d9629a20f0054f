// @ts-check
/* Speech for a whole visit: asked for once, every screen is read until it is stopped. */

import { makeVoice, spokenText } from "./voice.js";

/**
 * @import { FetchSound } from "./voice.js"
 * @import { Words } from "./words.js"
 * @typedef {ReturnType<typeof makeAloud>} Aloud
 */

/**
 * @param {object} options
 * @param {FetchSound} options.fetchSound speaks one part.
 * @param {Words} options.words the kiosk's words.
 * @param {() => Element} options.shown what stands on the glass now.
 * @param {HTMLElement|null} options.button asks for speech; null where there is no voice.
 * @param {HTMLElement | null} options.label what the button says.
 */
export function makeAloud({ fetchSound, words, shown, button, label }) {
  let wanted = false; // until the visitor stops it, or leaves
  let unread = false; // the screen changed while it was read
  const voice = makeVoice({ fetchSound, onChange: changed });

  function read() {
    unread = false;
    if (!button || !wanted) return;
    const element = shown();
    voice.speak(
      words.languages().map((language) => ({ language, text: spokenText(element, language) })),
    );
  }

  function hush() {
    unread = false;
    voice.stop();
  }

  /** @param {boolean} speaking */
  function changed(speaking) {
    draw();
    if (!speaking && unread) read();
  }

  function draw() {
    if (!button || !label) return;
    button.setAttribute("aria-pressed", String(voice.speaking()));
    words.say(label, voice.speaking() ? "Stop" : "Read aloud");
  }

  return {
    read,
    hush,
    draw,
    speaking: voice.speaking,
    wanted: () => wanted,
    /** What changed on the screen is told as well, but nothing is cut off for it. */
    readAgain() {
      if (voice.speaking()) unread = true;
      else read();
    },
    toggle() {
      wanted = !voice.speaking();
      if (wanted) read();
      else hush();
    },
    end() {
      wanted = false;
      hush();
    },
  };
}

/* Reads a screen aloud: asked for, repeatable, and stopped by the next touch. */

const LONGEST_SENTENCE = 450; // the server has 600, and says some numbers in many words

export function makeVoice({ fetchSound, onChange }) {
  let context = null;
  let playing = null;
  let turn = 0;
  let speaking = false;

  function tell(now) {
    speaking = now;
    onChange(now);
  }

  function stop() {
    turn += 1;
    playing?.stop();
    playing = null;
    tell(false);
  }

  /** Speak [{language, text}] one after another. */
  async function speak(parts) {
    stop();
    const mine = turn;
    tell(true);
    context ??= new AudioContext();
    await context.resume();
    try {
      for (const part of parts.flatMap(shortened)) {
        const sound = await fetchSound(part);
        if (mine !== turn || !sound) break;
        await play(await context.decodeAudioData(sound));
        if (mine !== turn) return;
      }
    } catch {
      // A voice that fails leaves the screen readable: nothing to tell the visitor.
    }
    if (mine === turn) tell(false);
  }

  function play(buffer) {
    return new Promise((done) => {
      playing = context.createBufferSource();
      playing.buffer = buffer;
      playing.connect(context.destination);
      playing.onended = done;
      playing.start();
    });
  }

  return { speak, stop, speaking: () => speaking };
}

/** Long texts are cut between sentences: the server speaks so many letters at once. */
function shortened({ language, text }) {
  const pieces = [""];
  for (const sentence of text.match(/[^.!?]+[.!?]*\s*/g) ?? []) {
    if (pieces.at(-1).length + sentence.length > LONGEST_SENTENCE) pieces.push("");
    pieces[pieces.length - 1] += sentence;
  }
  return pieces.filter((piece) => piece.trim()).map((piece) => ({ language, text: piece }));
}

/** What there is to hear on a screen, in one language. */
export function spokenText(screen, language) {
  const visible = (element) => element.checkVisibility?.() ?? element.offsetParent !== null;
  const said = [];
  let choice = 0;
  const marks = "h1, h2, .screen__label, .screen__service, .screen__advice, .screen__opens, " +
    ".paper__label, .paper__number, .answer__number, [data-spoken], .step p, .advice li, .facts > div, button";
  for (const element of screen.querySelectorAll(marks)) {
    if (!visible(element) || element.disabled || element.closest("[data-unspoken]")) continue;
    const text = wordsIn(element, language);
    if (!text) continue;
    const numbered = element.matches(".tile, .choice");
    choice += numbered ? 1 : 0;
    said.push(numbered ? `${choice}: ${text}` : text);
  }
  return said.map((text) => (/[.!?]$/.test(text) ? text : `${text}.`)).join(" ");
}

function wordsIn(element, language) {
  const spans = [...element.querySelectorAll("span.words")].filter(
    (span) => !span.closest("[hidden]"),
  );
  if (spans.length === 0) return element.textContent.trim();
  const mine = spans.filter((span) => span.lang === language || !twin(span, language));
  const texts = mine.map((span) => span.textContent.trim().replaceAll("\u00ad", ""));
  return texts.join(", ").replaceAll(":,", ":");
}

/** Whether the same text stands beside it in the language asked for. */
function twin(span, language) {
  return [...span.parentElement.children].some((other) => other.lang === language);
}

// @ts-check
/* Idle: after a while without a touch one big "I am here"; without an answer, start afresh. */

/** @typedef {ReturnType<typeof makeLeaving>} Leaving */

const AFTER_SPEECH_SECONDS = 5; // time to take the paper when the last word was spoken

/**
 * @param {object} options
 * @param {HTMLDialogElement} options.dialog asks the question.
 * @param {number} options.idleSeconds without a touch, until it is asked.
 * @param {number} options.warningSeconds until the screen starts afresh.
 * @param {() => boolean} options.needed whether anybody may have left something on the screen.
 * @param {() => boolean} options.busy whether a screen is being read aloud: whoever listens is here.
 * @param {() => void} options.warned told when the question has come up.
 * @param {(seconds: number) => void} options.tell says how long it is still asked.
 * @param {() => void} options.reset starts afresh.
 */
export function watchIdle({
  dialog, idleSeconds, warningSeconds, needed, busy, warned, tell, reset,
}) {
  let touchedAt = performance.now();
  /** @type {number | null} */
  let endsAt = null;

  function touched() {
    touchedAt = performance.now();
    if (endsAt !== null) stay();
  }

  function stay() {
    endsAt = null;
    touchedAt = performance.now();
    if (dialog.open) dialog.close();
  }

  /** @param {number} now */
  function warn(now) {
    endsAt = now + warningSeconds * 1000;
    dialog.showModal();
    warned();
  }

  function tick() {
    const now = performance.now();
    if (!needed()) {
      stay();
      return;
    }
    if (endsAt === null && busy()) touchedAt = now;
    if (endsAt === null && now - touchedAt >= idleSeconds * 1000) warn(now);
    if (endsAt === null) return;
    tell(Math.max(0, Math.ceil((endsAt - now) / 1000)));
    if (now >= endsAt) {
      stay();
      reset();
    }
  }

  // On release, as everything here: a finger laid on the glass is not yet an answer.
  for (const kind of ["pointerup", "keyup"]) {
    document.addEventListener(kind, touched, { capture: true });
  }
  dialog.addEventListener("close", stay);
  setInterval(tick, 250);
  return { stay };
}

/**
 * Leaves a page after a while, but never in the middle of what is read aloud.
 *
 * @param {{busy: () => boolean, leave: () => void}} options
 */
export function makeLeaving({ busy, leave }) {
  /** @type {number | undefined} */
  let timer;

  /** @param {number} seconds */
  function after(seconds) {
    clearTimeout(timer);
    timer = setTimeout(() => (busy() ? after(AFTER_SPEECH_SECONDS) : leave()), seconds * 1000);
  }

  return { after, cancel: () => clearTimeout(timer) };
}

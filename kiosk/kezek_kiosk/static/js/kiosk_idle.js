/* Idle: after a while without a touch one big "I am here"; without an answer, start afresh. */

export function watchIdle({ dialog, idleSeconds, warningSeconds, needed, tell, reset }) {
  let touchedAt = performance.now();
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

  function warn(now) {
    endsAt = now + warningSeconds * 1000;
    dialog.showModal();
  }

  function tick() {
    const now = performance.now();
    if (!needed()) {
      stay();
      return;
    }
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
  return { stay, touched };
}

/* What of a page cannot be read or touched: off the glass, cut at its edge, or under something. */
() => {
  const SLACK = 1;
  const MARKS = "button, input, textarea, img, h1, h2, p, li, dt, dd";
  const seen = [...document.querySelectorAll(MARKS)].filter(
    (one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest(".memo__flow") &&
      one.getBoundingClientRect().width > SLACK,
  );
  const name = (one) =>
    `${one.tagName.toLowerCase()}.${one.className}: ${one.textContent.trim().slice(0, 40)}`;
  const isControl = (one) => one.matches("button, input, textarea, img");

  function isOff(one) {
    const box = one.getBoundingClientRect();
    return box.left < -SLACK || box.top < -SLACK ||
      box.right > innerWidth + SLACK || box.bottom > innerHeight + SLACK;
  }

  function isCut(one) {
    if (one.matches("img, input, textarea")) return false;
    const over = one.scrollWidth > one.clientWidth + SLACK || one.scrollHeight > one.clientHeight + SLACK;
    return over && (one.matches("button") || getComputedStyle(one).overflow !== "visible");
  }

  function isCovered(one) {
    const box = one.getBoundingClientRect();
    const at = (across, down) => [box.left + box.width * across, box.top + box.height * down];
    // A line of large letters reaches a little over its own box: of words, the middle counts.
    const points = isControl(one)
      ? [at(0.15, 0.15), at(0.85, 0.15), at(0.5, 0.5), at(0.15, 0.85), at(0.85, 0.85)]
      : [at(0.15, 0.5), at(0.5, 0.5), at(0.85, 0.5)];
    return points.some(([x, y]) => {
      const hit = document.elementFromPoint(x, y);
      if (!hit) return true;
      return isControl(one) ? !one.contains(hit) : !(one.contains(hit) || hit.contains(one));
    });
  }

  const found = (fault, test) => seen.filter(test).map((one) => `${fault} ${name(one)}`);
  return [...found("off the glass", isOff), ...found("cut", isCut), ...found("covered", isCovered)];
}

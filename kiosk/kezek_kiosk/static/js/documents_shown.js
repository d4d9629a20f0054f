// What a visitor shows to collect a result: ticked by the operator, told to the server.

// Args: root, what holds the boxes. Gives the documents to tell, null where none are asked for,
// and the first box that nothing is ticked for yet.
export function shownIn(root) {
  const boxes = [...root.querySelectorAll("[name=shown]")];
  if (boxes.length === 0) return { documents: null, lacking: null };
  const ticked = boxes.filter((box) => box.checked);
  const isHere = (id) => ticked.some((box) => box.value === id || box.dataset.instead === id);
  return {
    documents: Object.fromEntries(ticked.map((box) => [box.value, 1])),
    lacking: boxes.find((box) => "required" in box.dataset && !isHere(box.value)) ?? null,
  };
}

// Makes the drawing and the room for it fit each other: how large it opens, and the panel beside it, which folds away.

const ROOM = 18; // pixels kept free around a whole drawing
const WHOLE = 0.56; // of its own size: what is whole at this can still be read
const LEAST = 0.72; // names of steps are then eleven pixels high

/** Lets the panel fold away, so that the drawing has its room; whatever is chosen brings it back. */
export function folding(modeler, work, control) {
  const canvas = modeler.get("canvas");
  const set = (folded) => {
    work.toggleAttribute("data-folded", folded);
    control.setAttribute("aria-expanded", String(!folded));
    control.textContent = folded ? "展开属性" : "收起属性";
    canvas.resized();
  };
  modeler.on("selection.changed", ({ newSelection: [one] }) => {
    if (!one || !work.hasAttribute("data-folded")) return;
    set(false);
    if (!modeler.get("dragging").context()) canvas.scrollToElement(one);
  });
  return { set, turn: () => set(!work.hasAttribute("data-folded")) };
}

/** Shows the whole drawing with a little room around it; returns how large it is then. */
export function whole(modeler) {
  const canvas = modeler.get("canvas");
  const { inner, outer } = canvas.viewbox();
  const scale = Math.min(1, (outer.width - 2 * ROOM) / inner.width, (outer.height - 2 * ROOM) / inner.height);
  if (!Number.isFinite(scale) || scale <= 0) return 1; // nothing is drawn yet
  const [width, height] = [outer.width / scale, outer.height / scale];
  canvas.viewbox({ x: inner.x + (inner.width - width) / 2, y: inner.y + (inner.height - height) / 2, width, height });
  return scale;
}

/** Shows the drawing at first: whole where it can be read so, with the panel folded away if need be; else its beginning. */
export function opening(modeler, fold, wanted) {
  const canvas = modeler.get("canvas");
  fold.set(false);
  if (whole(modeler) >= WHOLE) return;
  fold.set(!wanted);
  if (whole(modeler) >= WHOLE) return;
  const { inner, outer } = canvas.viewbox();
  const [width, height] = [outer.width / LEAST, outer.height / LEAST];
  const middle = inner.y + inner.height / 2 - height / 2;
  canvas.viewbox({ x: inner.x - ROOM / LEAST, y: inner.height > height ? inner.y - ROOM / LEAST : middle, width, height });
}

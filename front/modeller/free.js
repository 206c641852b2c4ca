// Where a new shape finds room: the nearest place that covers no shape, no name and no line.
import { getNewShapePosition } from "bpmn-js/lib/features/auto-place/BpmnAutoPlaceUtil";

const ROOM = 14; // pixels kept free around it
const STEP = 20;
const FARTHEST = 1200;
const BEFORE_GRID = 3000; // the grid of the library places at 2000, on lines as well
const NAMED = 26; // pixels below an event or a gateway, where its name stands

const meets = (box, other) => box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom;
const edges = ({ x, y, width, height }) => ({ left: x, right: x + width, top: y, bottom: y + height });

/** Tells whether a box touches the line from one point to another: halved until its pieces are small. */
function crosses(box, from, to) {
  const around = { left: Math.min(from.x, to.x) - 1, right: Math.max(from.x, to.x) + 1, top: Math.min(from.y, to.y) - 1, bottom: Math.max(from.y, to.y) + 1 };
  if (!meets(box, around)) return false;
  if (around.right - around.left < 8 || around.bottom - around.top < 8) return true;
  const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  return crosses(box, from, middle) || crosses(box, middle, to);
}

/** Tells of middles for a shape whether it has room there; what stands in ``but`` may be covered. */
function roomFor(registry, parent, shape, but = []) {
  const others = registry.filter((one) => one !== shape && one !== parent && !but.includes(one) && !one.hidden && (one.parent === parent || one.labelTarget?.parent === parent));
  const below = /Event|Gateway/.test(shape.type) ? NAMED : 0;
  return ({ x, y }) => {
    const box = edges({ x: x - shape.width / 2 - ROOM, y: y - shape.height / 2 - ROOM, width: shape.width + 2 * ROOM, height: shape.height + 2 * ROOM + below });
    return !others.some((one) => (one.waypoints ? one.waypoints.some((point, at) => at && crosses(box, one.waypoints[at - 1], point)) : meets(box, edges(one))));
  };
}

/** Returns a middle for a shape on one of the pieces of an arrow, the longest first; undefined where it has no room on any. */
export function placeOn(registry, shape, flow) {
  const free = roomFor(registry, flow.parent, shape, [flow, ...flow.labels]);
  const pieces = flow.waypoints.slice(1).map((to, at) => [flow.waypoints[at], to]);
  const length = ([from, to]) => Math.hypot(to.x - from.x, to.y - from.y);
  const middles = pieces.sort((one, other) => length(other) - length(one)).map(([from, to]) => ({ x: Math.round((from.x + to.x) / 2), y: Math.round((from.y + to.y) / 2) }));
  return middles.find(free);
}

/** Returns the nearest middle for a shape, from ``wanted`` on: rightwards and up or down, never back over its source. */
export function freePlace(registry, parent, shape, wanted) {
  const free = roomFor(registry, parent, shape);
  const places = [];
  for (let right = 0; right <= FARTHEST; right += STEP) {
    for (let down = 0; down <= FARTHEST; down += STEP) {
      for (const way of down ? [1, -1] : [1]) places.push({ cost: right * 1.5 + down + (way < 0 ? 1 : 0), x: wanted.x + right, y: wanted.y + way * down });
    }
  }
  places.sort((one, other) => one.cost - other.cost);
  const found = places.find(free) || wanted;
  return { x: found.x, y: found.y };
}

/** Lets what is added after another, or in the view, stand where there is room for it. */
export function FreePlacing(eventBus, elementRegistry) {
  eventBus.on("autoPlace", BEFORE_GRID, ({ source, shape }) => {
    const wanted = getNewShapePosition(source, shape, elementRegistry);
    return freePlace(elementRegistry, source.parent, shape, { x: Math.round(wanted.x), y: Math.round(wanted.y) });
  });
}
FreePlacing.$inject = ["eventBus", "elementRegistry"];

// A step put between another and what follows it: whoever adds after a step means that, not a second way out.
import { selfAndAllChildren } from "diagram-js/lib/util/Elements";
import { getMid } from "diagram-js/lib/layout/LayoutUtil";

import { freePlace, placeOn } from "./free.js";
import { isFlow } from "./kinds.js";

const ROOM = 50; // pixels on either side, for the arrows

/** Inserts shapes into arrows, as one change: what follows makes room, the arrow keeps its condition and leads there. */
export function Between(commandStack, modeling, spaceTool, bpmnRules, elementRegistry) {
  /** Returns the one arrow out of an element into which a shape may be put; undefined where another way out is meant. */
  this.arrow = (element, shape) => {
    const ways = element.outgoing.filter(isFlow);
    return ways.length === 1 && !element.type.endsWith("Gateway") && bpmnRules.canInsert(shape, ways[0]) ? ways[0] : undefined;
  };

  /** Puts a shape into an arrow. */
  this.put = (flow, shape) => {
    commandStack.execute("element.between", { flow, shape });
    return shape;
  };

  const preExecute = ({ flow, shape }) => {
    const { source, target } = flow;
    const [from, to] = [getMid(source), getMid(target)];
    const across = Math.abs(to.x - from.x) >= Math.abs(to.y - from.y);
    const [axis, size] = across ? ["x", "width"] : ["y", "height"];
    const end = source[axis] + source[size];
    const gap = target[axis] - end;
    const lack = shape[size] + 2 * ROOM - gap;
    const on = gap < 0 && placeOn(elementRegistry, shape, flow); // what leads back stays on its own way
    let place = on || freePlace(elementRegistry, source.parent, shape, { x: Math.round((from.x + to.x) / 2), y: Math.round((from.y + to.y) / 2) });
    if (gap >= 0) {
      if (lack > 0) {
        const { movingShapes, resizingShapes } = spaceTool.calculateAdjustments(selfAndAllChildren(source.parent, true), axis, lack, end);
        modeling.createSpace(movingShapes, resizingShapes, { x: 0, y: 0, [axis]: lack }, across ? "e" : "s", end);
      }
      place = { ...from, [axis]: Math.round(end + Math.max(gap, gap + lack) / 2) };
    }
    modeling.createShape(shape, place, flow);
    if (!on) for (const one of [...shape.incoming, ...shape.outgoing]) modeling.layoutConnection(one);
  };
  commandStack.register("element.between", { preExecute });
}
Between.$inject = ["commandStack", "modeling", "spaceTool", "bpmnRules", "elementRegistry"];

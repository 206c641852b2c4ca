// The palette and the pad beside an element: only what the kernel runs, in Chinese, by mouse and by keyboard.
import ContextPadModule from "diagram-js/lib/features/context-pad";
import ConnectModule from "diagram-js/lib/features/connect";
import CreateModule from "diagram-js/lib/features/create";
import GlobalConnectModule from "diagram-js/lib/features/global-connect";
import HandToolModule from "diagram-js/lib/features/hand-tool";
import LassoToolModule from "diagram-js/lib/features/lasso-tool";
import PaletteModule from "diagram-js/lib/features/palette";
import AutoPlaceModule from "bpmn-js/lib/features/auto-place";
import SpaceToolModule from "bpmn-js/lib/features/space-tool";

import { Between } from "./between.js";
import { FreePlacing, freePlace } from "./free.js";
import { HOSTS, KINDS, isFlow, leadsOn, shapeOf } from "./kinds.js";

/** Adds elements: after another, between it and what follows, hanging on one, or wherever the view is. */
function Adding(bpmnFactory, elementFactory, modeling, autoPlace, selection, canvas, directEditing, eventBus, elementRegistry, between) {
  const factories = { bpmnFactory, elementFactory };
  // The panel asks for the name. A box opens on the new element, and its selection closes it, which may count as a
  // change of its own: the first undo would then take back nothing that anyone sees. So it is closed before that.
  const close = () => directEditing.cancel();
  eventBus.on("autoPlace.start", () => eventBus.once("selection.changed", 1500, close));
  eventBus.on("autoPlace.end", 100, close);
  this.shape = (key) => shapeOf(key, factories);
  this.inside = () => elementFactory.createShape({ type: "bpmn:StartEvent", x: 40, y: 82 });

  this.after = (element, key) => {
    const made = this.shape(key);
    const arrow = between.arrow(element, made);
    const shape = arrow ? between.put(arrow, made) : autoPlace.append(element, made);
    if (key === "subprocess") modeling.createShape(this.inside(), { x: shape.x + 58, y: shape.y + shape.height / 2 }, shape);
    selection.select(shape);
    return shape;
  };
  this.hanging = (host, key) => {
    const { more } = KINDS[key];
    const event = elementFactory.createShape({ type: "bpmn:BoundaryEvent", ...more });
    const beside = (host.attachers || []).length;
    const place = { x: host.x + 28 + beside * 44, y: host.y + host.height };
    const shape = modeling.createShape(event, place, host, { attach: true });
    selection.select(shape);
    return shape;
  };
  this.here = (key) => {
    const chosen = selection.get()[0];
    if (chosen && leadsOn(chosen) && !["start", "note"].includes(key)) return this.after(chosen, key);
    const view = canvas.viewbox();
    const [made, root] = [this.shape(key), canvas.getRootElement()];
    const middle = { x: Math.round(view.x + view.width / 2), y: Math.round(view.y + view.height / 2) };
    const shape = modeling.createShape(made, freePlace(elementRegistry, root, made, middle), root);
    selection.select(shape);
    return shape;
  };
}
Adding.$inject = ["bpmnFactory", "elementFactory", "modeling", "autoPlace", "selection", "canvas", "directEditing", "eventBus", "elementRegistry", "between"];

function Palette(palette, create, adding, spaceTool, lassoTool, handTool, globalConnect, eventBus) {
  palette.registerProvider(this);
  eventBus.on("palette.changed", () => {
    for (const entry of document.querySelectorAll(".djs-palette .entry")) entry.tabIndex = 0;
  });
  eventBus.on("palette.create", ({ container }) => {
    document.querySelector("[data-modeller=palette]").append(container); // beside the canvas, so that it covers nothing
    container.addEventListener("keydown", (event) => {
      const action = event.target.dataset?.action;
      if (!action || !["Enter", " "].includes(event.key)) return;
      event.preventDefault();
      if (action.startsWith("create.")) adding.here(action.slice("create.".length));
      else palette.triggerEntry(action, "click", event);
    });
  });
  const tool = (title, icon, click) => ({ group: "tools", className: `bpmn-icon-${icon}`, title, action: { click } });
  this.getPaletteEntries = () => {
    const entries = {
      "hand-tool": tool("移动画布", "hand-tool", (event) => handTool.activateHand(event)),
      "lasso-tool": tool("框选", "lasso-tool", (event) => lassoTool.activateSelection(event)),
      "space-tool": tool("增减空白", "space-tool", (event) => spaceTool.activateSelection(event)),
      "global-connect-tool": tool("连线", "connection-multi", (event) => globalConnect.start(event)),
      "tool-separator": { group: "tools", separator: true },
    };
    for (const [key, { icon, label, group }] of Object.entries(KINDS)) {
      const start = (event) => {
        const shape = adding.shape(key);
        if (key !== "subprocess") return create.start(event, shape);
        const first = adding.inside();
        first.parent = shape;
        return create.start(event, [Object.assign(shape, { x: 0, y: 0 }), first], { hints: { autoSelect: [shape] } });
      };
      entries[`create.${key}`] = { group, className: `bpmn-icon-${icon}`, title: label.split("：")[0], action: { dragstart: start, click: start } };
    }
    return entries;
  };
}
Palette.$inject = ["palette", "create", "adding", "spaceTool", "lassoTool", "handTool", "globalConnect", "eventBus"];

function Pad(contextPad, create, connect, modeling, adding) {
  contextPad.registerProvider(this);
  const remove = {
    delete: { group: "edit", className: "bpmn-icon-trash", title: "删除", action: { click: (_, chosen) => modeling.removeElements([chosen].flat().slice()) } },
  };
  this.getMultiElementContextPadEntries = () => remove;
  this.getContextPadEntries = (element) => {
    const entries = {};
    if (leadsOn(element)) {
      for (const key of ["user", "exclusive", "timer", "end"]) {
        const { icon, label } = KINDS[key];
        entries[`append.${key}`] = {
          group: "model",
          className: `bpmn-icon-${icon}`,
          title: `后面接${label}`,
          action: { click: () => adding.after(element, key), dragstart: (event) => create.start(event, adding.shape(key), { source: element }) },
        };
      }
      const start = (event) => connect.start(event, element);
      entries.connect = { group: "connect", className: "bpmn-icon-connection-multi", title: "连到别处", action: { click: start, dragstart: start } };
    }
    if (HOSTS.includes(element.type)) {
      entries.hang = { group: "model", className: "bpmn-icon-intermediate-event-none", title: "附加定时", action: { click: () => adding.hanging(element, "timer") } };
    }
    return element.type === "bpmn:Process" ? {} : isFlow(element) || element.type === "label" ? remove : { ...entries, ...remove };
  };
}
Pad.$inject = ["contextPad", "create", "connect", "modeling", "adding"];

export const toolsModule = {
  __depends__: [AutoPlaceModule, ConnectModule, ContextPadModule, CreateModule, GlobalConnectModule, HandToolModule, LassoToolModule, PaletteModule, SpaceToolModule],
  __init__: ["freePlacing", "legalPalette", "legalPad"],
  freePlacing: ["type", FreePlacing],
  adding: ["type", Adding],
  between: ["type", Between],
  legalPalette: ["type", Palette],
  legalPad: ["type", Pad],
};

// The page on which a procedure is drawn. Only this page loads it; without it the page shows the drawing to read.
import BaseModeler from "bpmn-js/lib/BaseModeler";
import Viewer from "bpmn-js/lib/Viewer";
import AutoResizeModule from "bpmn-js/lib/features/auto-resize";
import CopyPasteModule from "bpmn-js/lib/features/copy-paste";
import EditorActionsModule from "bpmn-js/lib/features/editor-actions";
import GridSnappingModule from "bpmn-js/lib/features/grid-snapping";
import InteractionEventsModule from "bpmn-js/lib/features/interaction-events";
import KeyboardModule from "bpmn-js/lib/features/keyboard";
import LabelEditingModule from "bpmn-js/lib/features/label-editing";
import ModelingModule from "bpmn-js/lib/features/modeling";
import OutlineModule from "bpmn-js/lib/features/outline";
import ReplaceModule from "bpmn-js/lib/features/replace";
import SnappingModule from "bpmn-js/lib/features/snapping";
import AutoScrollModule from "diagram-js/lib/features/auto-scroll";
import BendpointsModule from "diagram-js/lib/features/bendpoints";
import ConnectionPreviewModule from "diagram-js/lib/features/connection-preview";
import KeepSelectionVisibleModule from "diagram-js/lib/features/keep-selection-visible";
import KeyboardMoveModule from "diagram-js/lib/navigation/keyboard-move";
import KeyboardMoveSelectionModule from "diagram-js/lib/features/keyboard-move-selection";
import MoveModule from "diagram-js/lib/features/move";
import MoveCanvasModule from "diagram-js/lib/navigation/movecanvas";
import ResizeModule from "diagram-js/lib/features/resize";
import ZoomScrollModule from "diagram-js/lib/navigation/zoomscroll";

import { before } from "./before.js";
import { make } from "./dom.js";
import { download, importing, told as listed } from "./files.js";
import { withoutForeign } from "./foreign.js";
import { folding, opening, whole } from "./fitting.js";
import { findings } from "./found.js";
import { NAMES } from "./kinds.js";
import { LEGAL } from "./legal.js";
import { panel } from "./panel.js";
import { saving } from "./saving.js";
import { toolsModule } from "./tools.js";
import { chinese, wordsModule } from "./words.js";

const WIDE = "(min-width: 900px)";
const LETTERS = { defaultStyle: { fontSize: 15 }, externalStyle: { fontSize: 13 } }; // as diagram.py reckons; read also where a long drawing is made small

class Drawing extends BaseModeler {}
Drawing.prototype._modules = [
  ...Viewer.prototype._modules,
  AutoResizeModule, AutoScrollModule, BendpointsModule, ConnectionPreviewModule, CopyPasteModule, EditorActionsModule,
  GridSnappingModule, InteractionEventsModule, KeepSelectionVisibleModule, KeyboardModule, KeyboardMoveModule,
  KeyboardMoveSelectionModule, LabelEditingModule, ModelingModule, MoveModule, MoveCanvasModule, OutlineModule,
  ReplaceModule, ResizeModule, SnappingModule, ZoomScrollModule, toolsModule, wordsModule,
];

const part = (name) => document.querySelector(`[data-modeller="${name}"]`);

async function start(root) {
  const page = JSON.parse(document.getElementById("modeller-page").textContent);
  page.token = root.querySelector("[name=csrfmiddlewaretoken]").value;
  Object.assign(NAMES, page.words.elements);
  root.hidden = false;
  part("reading").hidden = true;
  const modeler = new Drawing({ container: part("canvas"), moddleExtensions: { yimen: LEGAL }, textRenderer: LETTERS });
  const say = sayer(part("said"), () => old.offer((error) => say("error", undone(error))));
  const list = findings(modeler, part("findings"), part("summary"), part("count"));
  const tell = (words) => { part("live").textContent = words; };
  const properties = panel(modeler, { place: part("panel"), finding: part("finding") }, page, { tell, own: () => own(), anew: (transform) => anew(transform).catch((error) => say("error", undone(error))) });
  const fold = folding(modeler, part("work"), root.querySelector("[data-act=panel]"));
  const told = (state, words) => {
    Object.assign(part("state"), { textContent: words }).setAttribute("data-state", state);
    if (state === "dirty") list.waiting("正在检查…");
    if (state === "failed") list.waiting("改动没有保存，还没有检查");
  };
  const read = async () => (await modeler.saveXML({ format: true })).xml;
  const keep = saving(page, read, told, (found) => list.show(found));

  /** Puts a file on the canvas; where it cannot be shown, what stood there stands again. */
  async function load(xml, { keepOld = true, strip = false } = {}) {
    const stood = keepOld ? await read() : "";
    try {
      const { warnings } = await modeler.importXML(xml);
      const taken = strip ? withoutForeign(modeler.getDefinitions()) : [];
      opening(modeler, fold, properties.wanted());
      return [...warnings.map((one) => chinese(one.message)), ...taken];
    } catch (error) {
      if (stood) await modeler.importXML(stood);
      throw error;
    } finally {
      properties.show();
    }
  }

  const old = before({
    read, say, put: async (xml) => {
      await load(xml);
      keep.changed();
      keep.now();
    },
  });

  let named = page.key ? { key: page.key, name: page.title } : null;
  /** Returns the draft's key and name as they were last written here; null while it has none. */
  function own() {
    const process = modeler.getDefinitions() && modeler.get("canvas").getRootElement().businessObject;
    if (named && process?.$type === "bpmn:Process") named = { key: process.id, name: process.name || named.name };
    return named;
  }

  /** Puts a changed file on the canvas, or takes out of this one what no drawing shows; says what was left out. */
  async function anew(transform) {
    const stood = await read();
    const { xml, told: out } = transform ? transform(stood) : { told: withoutForeign(modeler.getDefinitions()) };
    const lost = xml ? [...out, ...await load(xml)] : out;
    old.keep(stood, "去掉这些内容");
    properties.show();
    keep.changed();
    say("success", "已去掉下面的内容，环节和连线没有动。请核对，再按检查结果修改。", listed(`共 ${lost.length} 处`, lost));
    await look(page, read, list, say);
  }

  const answer = await fetch(page.read, { headers: { Accept: "application/xml" } });
  const lost = await load(await answer.text(), { keepOld: false });
  if (lost.length) say("error", `图上有 ${lost.length} 处没有显示，请核对后再保存：${lost.join("；")}`);
  told("saved", `已保存（第 ${page.revision} 稿）`);
  list.show(page.findings);
  modeler.on("commandStack.changed", keep.changed);
  const take = importing(page, {
    load: async (xml, strip) => {
      const stood = await read();
      const told = await load(xml, { strip });
      old.keep(stood, "打开文件");
      keep.changed();
      return told;
    },
    own, found: (found) => list.show(found), say, recheck: () => look(page, read, list, say),
  });
  bar(root, modeler, page, { keep, read, list, take, say, fold });
  part("canvas").dataset.ready = "yes";
}

const undone = (error) => `没有办成：${chinese(error.message)}。请再试一次。`;

/** Asks what is wrong with what is drawn, and shows it. */
async function look(page, read, list, say) {
  const headers = { "Content-Type": "application/xml", "X-CSRFToken": page.token };
  const body = await read();
  let answer;
  try {
    answer = await fetch(page.check, { method: "POST", headers, body, redirect: "manual" });
  } catch (error) {
    say("error", `没有检查：连不上服务器（${chinese(error.message)}）。请稍后再点“检查”。`);
    return;
  }
  if (answer.ok) list.show((await answer.json()).findings);
  else say("error", `没有检查：服务器没有接受（${answer.status}），登录可能已过期，或图太大。`);
}

/** Says what happened, once, at the top; parts may hold a list and a button, ``offer`` what is offered beside every message. */
function sayer(place, offer) {
  return (kind, words, ...parts) => {
    place.replaceChildren(make("div", { class: `notice ${kind}` }, make("div", {}, make("p", {}, words), parts, offer())));
    place.focus();
  };
}

function bar(root, modeler, page, { keep, read, list, take, say, fold }) {
  const stack = modeler.get("commandStack");
  const canvas = modeler.get("canvas");
  const file = part("file");
  const zoom = (factor) => canvas.zoom(Math.min(4, Math.max(0.2, canvas.zoom() * factor)));
  const acts = {
    save: () => keep.now(),
    check: async () => {
      await look(page, read, list, say);
      part("found").scrollIntoView({ block: "nearest" });
    },
    import: () => file.click(),
    bpmn: async () => download(`${page.name}.bpmn`, "application/xml", await read()),
    svg: async () => download(`${page.name}.svg`, "image/svg+xml", (await modeler.saveSVG()).svg),
    undo: () => stack.undo(),
    redo: () => stack.redo(),
    closer: () => zoom(1.25),
    farther: () => zoom(0.8),
    whole: () => whole(modeler),
    panel: () => fold.turn(),
  };
  for (const one of root.querySelectorAll("[data-act]")) {
    one.addEventListener("click", () => Promise.resolve(acts[one.dataset.act]()).catch((error) => say("error", undone(error))));
  }
  file.addEventListener("change", async () => {
    const [chosen] = file.files;
    if (chosen) await take(chosen);
    file.value = "";
  });
  const able = () => {
    root.querySelector("[data-act=undo]").disabled = !stack.canUndo();
    root.querySelector("[data-act=redo]").disabled = !stack.canRedo();
  };
  modeler.on(["commandStack.changed", "import.done"], able);
  able();
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s") {
      event.preventDefault();
      keep.now();
    }
  });
}

/** Starts where there is room to draw; a narrow screen that becomes wide starts then. */
function begin() {
  const root = part("drawing");
  if (!root) return;
  const wide = window.matchMedia(WIDE);
  let started = false;
  const look = () => {
    if (!wide.matches || started) return;
    started = true;
    start(root).catch((error) => {
      part("said").textContent = `画图工具没有打开：${chinese(error.message)}。请刷新页面；仍不行请联系系统管理员。`;
    });
  };
  wide.addEventListener("change", look);
  look();
}

begin();

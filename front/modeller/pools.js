// Pools and lanes of other tools: one procedure is taken out of them, its steps as they are; and what no drawing shows.
import { button, group, make } from "./dom.js";
import { withoutForeign } from "./foreign.js";

const BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL";
const DI = "http://www.omg.org/spec/BPMN/20100524/DI";
const GROUPS = ["bpmn:Participant", "bpmn:Lane"];
const local = (reference) => (reference || "").split(":").pop();

/** Returns all elements of a name, in a list that stays as it is when some are taken out. */
const all = (root, name, space = BPMN) => [...root.getElementsByTagNameNS(space, name)];

/** Takes out of a file all pools, lanes and flows between pools, and all processes but one; tells what, in words. */
export function onlyProcess(xml, id, own) {
  const file = new DOMParser().parseFromString(xml, "application/xml");
  const process = all(file, "process").find((one) => one.getAttribute("id") === id);
  const told = [];
  const gone = new Set();
  const out = (element, words) => {
    for (const one of [element, ...element.getElementsByTagName("*")]) if (one.getAttribute("id")) gone.add(one.getAttribute("id"));
    element.remove();
    if (words) told.push(words);
  };
  const named = (one, kind) => `${kind}${one.getAttribute("name") ? `“${one.getAttribute("name")}”` : `（${one.getAttribute("id")}）`}`;
  for (const one of all(file, "collaboration")) {
    for (const pool of all(one, "participant")) told.push(named(pool, "泳池"));
    for (const flow of all(one, "messageFlow")) told.push(named(flow, "消息流"));
    for (const note of all(one, "textAnnotation")) told.push(`注释“${note.textContent.trim()}”`);
    out(one);
  }
  for (const one of all(file, "process")) {
    if (one !== process) out(one, `${named(one, "另一个流程")}，连同里面的 ${[...one.children].filter((inner) => inner.getAttribute("id")).length} 个元素`);
  }
  for (const one of all(file, "laneSet")) {
    if (!one.isConnected) continue; // a set of lanes within a lane
    for (const lane of all(one, "lane")) told.push(named(lane, "泳道"));
    out(one);
  }
  for (const one of [...all(file, "BPMNShape", DI), ...all(file, "BPMNEdge", DI)]) if (gone.has(local(one.getAttribute("bpmnElement")))) one.remove();
  all(file, "BPMNPlane", DI).forEach((plane, place) => {
    if (!place) plane.setAttribute("bpmnElement", own?.key || id);
    else if (gone.has(local(plane.getAttribute("bpmnElement")))) plane.parentNode.remove();
  });
  if (own?.key) {
    process.setAttribute("id", own.key);
    process.setAttribute("name", own.name);
  }
  return { xml: new XMLSerializer().serializeToString(file), told };
}

/** The part of the panel for pools and lanes: which one to keep, where there are several; nothing where there are none. */
export function poolPart(context, element) {
  if (element && !GROUPS.includes(element.type)) return null;
  const { modeler, anew } = context;
  const file = modeler.getDefinitions();
  if (!file) return null;
  const pools = file.rootElements.filter((one) => one.$type === "bpmn:Collaboration").flatMap((one) => one.participants || []);
  const processes = file.rootElements.filter((one) => one.$type === "bpmn:Process");
  const root = modeler.get("canvas").getRootElement().businessObject;
  if (!processes.length) return root.$type === "bpmn:Process" ? null : make("p", { class: "error" }, "这张图里没有可以办理的流程。");
  if (!pools.length && processes.length === 1 && !laned(processes[0])) return null;
  const keep = (process) => () => anew((xml) => onlyProcess(xml, process.id, context.own()));
  const name = (process) => pools.find((pool) => pool.processRef === process)?.name || process.name || process.id;
  const size = (process) => (process.flowElements || []).filter((one) => one.$type !== "bpmn:SequenceFlow").length;
  return group("泳池和泳道", make("p", { class: "hint" }, "一个文件只画一个流程，谁来办写在环节的岗位和单位上，所以不用泳池和泳道。去掉它们，环节和连线都不动；去掉以后，页面上方的提示里有“恢复去掉这些内容以前的图”，离开本页以前都能恢复。"),
    processes.filter((one) => processes.length === 1 || size(one)).map((one) => make("div", { class: "m-row" },
      button(processes.length > 1 ? `只留“${name(one)}”（${size(one)} 个元素）` : "去掉泳池和泳道，留下环节", keep(one), { "data-pool": one.id }))));
}

const laned = (holder) => Boolean(holder.laneSets?.length) || (holder.flowElements || []).some((one) => one.flowElements && laned(one));

/** The part of the panel for what the file holds and no drawing shows: it can be taken out, and is told. */
export function leftPart(context) {
  const file = context.modeler.getDefinitions();
  const left = file ? withoutForeign(file, { look: true }) : [];
  if (!left.length) return null;
  return group("图上没有的附加内容", make("p", { class: "hint" }, "文件里有别的软件写的内容，图上看不到，本平台也不办。去掉以后，页面上方的提示里有恢复的按钮，离开本页以前都能恢复。"),
    make("details", { class: "m-text" }, make("summary", {}, `共 ${left.length} 处`), make("ul", { class: "m-told" }, left.map((one) => make("li", {}, one)))),
    button("去掉这些附加内容", () => context.anew(null), { "data-strip": true }));
}

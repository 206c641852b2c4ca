// What a file holds that no drawing shows: taken out only where its author asks for it, and then told piece by piece.
import { NAMES, kindWords } from "./kinds.js";

const OURS = "yimen:";
const UNSEEN = { ioSpecification: "输入输出的说明", resources: "办理角色", properties: "数据属性", imports: "引入的文件", relationships: "关系", auditing: "审计设置", monitoring: "监控设置" };
const UNSEEN_ROOTS = ["bpmn:ItemDefinition", "bpmn:Resource", "bpmn:DataStore", "bpmn:Interface", "bpmn:PartnerEntity", "bpmn:PartnerRole", "bpmn:EndPoint", "bpmn:GlobalTask", "bpmn:GlobalUserTask", "bpmn:GlobalManualTask", "bpmn:GlobalScriptTask", "bpmn:GlobalBusinessRuleTask"];
const POINTED_AT = ["bpmn:Signal", "bpmn:Error", "bpmn:Escalation", "bpmn:DataObject", "bpmn:Category"]; // unseen where nothing drawn needs them

/** Returns what an element is called: its name, or what it is, with its id. */
const whose = (thing) => [thing.name ? `“${thing.name}”` : "", kindWords(thing), thing.id || ""].filter(Boolean).join(" ");

/** Returns an extension's or an attribute's name as the file writes it, beside what it is in Chinese. */
const cited = (name) => `${/^(bpmn|bpmndi|dc|di):/.test(name) ? NAMES[name.split(":").pop()] || "附加内容" : "别的软件的内容"}（${name}）`;

/** Takes out of a drawing what other tools added, and what is BPMN but neither drawn nor run; returns what was taken, in words.
 *
 * ``look``: says what would be taken, and takes nothing.
 */
export function withoutForeign(definitions, { look = false } = {}) {
  const taken = new Map();
  const note = (thing, what) => {
    const where = whose(thing);
    taken.set(where, [...(taken.get(where) || []), what]);
  };
  const needed = pointed(definitions);
  const unseen = (one) => UNSEEN_ROOTS.includes(one.$type) || (POINTED_AT.includes(one.$type) && !needed.has(one));
  const seen = new Set();

  function visit(thing) {
    if (!thing || !thing.$type || seen.has(thing)) return;
    seen.add(thing);
    for (const name of thing === definitions ? [] : Object.keys(thing.$attrs || {})) {
      if (name.includes(":") && !name.startsWith("xmlns:") && !name.startsWith("xsi:")) {
        if (!look) delete thing.$attrs[name];
        note(thing, `别的软件的属性（${name}）`);
      }
    }
    const holder = thing.extensionElements;
    if (holder?.values) {
      const foreign = holder.values.filter((part) => !part.$type.startsWith(OURS));
      for (const one of foreign) note(thing, cited(one.$type));
      if (!look && foreign.length) {
        holder.values = holder.values.filter((part) => !foreign.includes(part));
        if (!holder.values.length) thing.extensionElements = undefined;
      }
    }
    if (holder && thing.$type === "bpmn:Message" && !holder.values?.length) {
      note(thing, "空的附加内容（extensionElements）");
      if (!look) thing.extensionElements = undefined;
    }
    if (thing.$type === "bpmn:Documentation" && ![undefined, "text/plain"].includes(thing.textFormat)) {
      note(thing, "说明的格式（textFormat）");
      if (!look) delete thing.textFormat;
    }
    for (const name of Object.keys(UNSEEN)) {
      if (thing[name] && [thing[name]].flat().length) {
        note(thing, `${UNSEEN[name]}（${name}）`);
        if (!look) thing[name] = undefined;
      }
    }
    for (const name of ["rootElements", "flowElements"]) {
      const gone = (thing[name] || []).filter(unseen);
      for (const one of gone) note(one, "整个");
      for (const one of gone) seen.add(one);
      if (!look && gone.length) thing[name] = thing[name].filter((one) => !gone.includes(one));
    }
    for (const property of thing.$descriptor?.properties || []) {
      if (property.isReference || property.isAttr || property.name === "diagrams") continue; // how it is drawn stays
      for (const inner of [thing[property.name]].flat()) visit(inner);
    }
  }
  visit(definitions);
  return [...taken].map(([where, names]) => `${where}：${look ? "" : "去掉了"}${[...new Set(names)].join("、")}`);
}

/** Returns all that something in the file refers to. */
function pointed(definitions) {
  const [found, seen] = [new Set(), new Set()];
  (function visit(thing) {
    if (!thing || !thing.$type || seen.has(thing)) return;
    seen.add(thing);
    for (const property of thing.$descriptor?.properties || []) {
      for (const inner of [thing[property.name]].flat()) {
        if (property.isReference) found.add(inner);
        else if (!property.isAttr) visit(inner);
      }
    }
    if (thing.categoryValueRef?.$parent) found.add(thing.categoryValueRef.$parent);
  })(definitions);
  return found;
}

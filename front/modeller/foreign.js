// What a file holds that no drawing shows: taken out only where its author asks for it, and then told piece by piece.
const OURS = "yimen:";
const UNSEEN = ["ioSpecification", "resources", "properties", "imports"];
const UNSEEN_ROOTS = ["bpmn:ItemDefinition", "bpmn:Resource", "bpmn:DataStore", "bpmn:Interface"];

/** Takes out of a drawing what other tools added, and what is BPMN but neither drawn nor run; returns what was taken, in words. */
export function withoutForeign(definitions) {
  const taken = new Map();
  const note = (thing, what) => {
    const where = `${thing.$type.replace("bpmn:", "")} ${thing.id || ""}`.trim();
    taken.set(where, [...(taken.get(where) || []), what]);
  };
  const seen = new Set();

  function visit(thing) {
    if (!thing || !thing.$type || seen.has(thing)) return;
    seen.add(thing);
    for (const name of Object.keys(thing.$attrs || {})) {
      if (name.includes(":") && !name.startsWith("xmlns:") && !name.startsWith("xsi:")) {
        delete thing.$attrs[name];
        note(thing, name);
      }
    }
    const holder = thing.extensionElements;
    if (holder?.values) {
      for (const one of holder.values.filter((part) => !part.$type.startsWith(OURS))) note(thing, one.$type);
      holder.values = holder.values.filter((part) => part.$type.startsWith(OURS));
      if (!holder.values.length) thing.extensionElements = undefined;
    }
    for (const name of UNSEEN) {
      if (thing[name] && [thing[name]].flat().length) {
        note(thing, name);
        thing[name] = undefined;
      }
    }
    const roots = thing.rootElements?.filter((one) => UNSEEN_ROOTS.includes(one.$type)) || [];
    for (const one of roots) note(one, "整个");
    if (roots.length) thing.rootElements = thing.rootElements.filter((one) => !roots.includes(one));
    for (const property of thing.$descriptor?.properties || []) {
      if (property.isReference || property.isAttr) continue;
      for (const inner of [thing[property.name]].flat()) visit(inner);
    }
  }
  visit(definitions);
  return [...taken].map(([where, names]) => `${where}：去掉了 ${[...new Set(names)].join("、")}`);
}

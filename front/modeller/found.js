// What a check found: a list, a mark on each element, and the way from the one to the other.
import { button, make } from "./dom.js";
import { called } from "./kinds.js";

/** Returns the full name of an attribute of an element, by its name without the prefix; undefined where it has none. */
const has = (thing, name) => [...Object.keys(thing.$attrs), ...thing.$descriptor.properties.filter((one) => one.isAttr && Object.prototype.hasOwnProperty.call(thing, one.ns.localName)).map((one) => one.name)].find((one) => one.split(":").pop() === name);

const APART = ["flowElements", "artifacts", "laneSets"]; // drawn by themselves
const drawable = (finding) => finding.severity === "error" && finding.path?.length;
const WORDS = { error: "须改", warning: "请看" };
/** Shows findings of the server: ``{element, called, line, message, severity, moves, path, flows, stops, mark}``. */
export function findings(modeler, place, summary, count) {
  const registry = modeler.get("elementRegistry");
  const canvas = modeler.get("canvas");
  let marked = [];
  let onWay = [];
  let holders = new Map();

  /** Marks the way to a fault: its steps numbered, the flows between them, where it stops; ``undefined`` marks none. */
  function way(shows) {
    for (const [id, mark] of onWay) if (registry.get(id)) canvas.removeMarker(id, mark);
    modeler.get("overlays").remove({ type: "way" });
    onWay = [];
    if (!shows) return;
    const numbers = new Map();
    shows.path.forEach((id, place_) => numbers.set(id, [...(numbers.get(id) || []), place_ + 1]));
    const on = (id, name) => {
      canvas.addMarker(id, name);
      onWay.push([id, name]);
    };
    for (const [id, told] of numbers) {
      if (!registry.get(id)) continue;
      on(id, "m-way");
      const html = make("span", { class: "m-badge m-step" }, `走法 ${told.join("、")}`);
      modeler.get("overlays").add(id, "way", { position: { bottom: 10, left: 0 }, html });
    }
    for (const id of shows.flows || []) if (registry.get(id)) on(id, "m-way");
    const stops = shows.stops || shows.element.split(" ").pop();
    if (registry.get(stops)) {
      on(stops, "m-stuck");
      modeler.get("overlays").add(stops, "way", { position: { bottom: -18, left: 0 }, html: make("span", { class: "m-badge m-error" }, `✕ ${shows.mark}`) });
    }
  }

  /** Returns the drawn element that a finding names, or that holds what it names: the last word of its element is the id. */
  const drawn = (finding) => {
    const id = finding.element.split(" ").pop();
    const root = canvas.getRootElement();
    return registry.get(id) || holders.get(id) || [finding.within].map((one) => one && (registry.get(one) || holders.get(one))).find((one) => one && one !== root);
  };

  /** Notes which drawn element holds what has an id of its own and is not drawn: an event's definition, a loop, an object of data. */
  function hold() {
    holders = new Map();
    const inner = (thing, element) => {
      for (const property of thing.$descriptor?.properties || []) {
        if (property.isReference || property.isAttr || APART.includes(property.ns.localName)) continue;
        for (const one of [thing[property.name]].flat()) {
          if (!one?.$type) continue;
          if (one.id) holders.set(one.id, element);
          inner(one, element);
        }
      }
    };
    registry.forEach((element) => {
      const thing = element.businessObject;
      if (!thing || element.type === "label" || element === canvas.getRootElement()) return;
      inner(thing, element);
      if (thing.dataObjectRef?.id) holders.set(thing.dataObjectRef.id, element);
    });
  }

  function clear() {
    way();
    for (const [id, mark] of marked) if (registry.get(id)) canvas.removeMarker(id, mark);
    modeler.get("overlays").remove({ type: "finding" });
    marked = [];
  }

  function mark(found) {
    const numbers = new Map();
    found.forEach((finding, place_) => {
      const element = drawn(finding);
      if (!element || element === canvas.getRootElement()) return;
      const name = `m-${finding.severity}`;
      if (!marked.some(([id, other]) => id === element.id && other === "m-error")) {
        canvas.addMarker(element.id, name);
        marked.push([element.id, name]);
      }
      numbers.set(element.id, [...(numbers.get(element.id) || []), [place_ + 1, finding.severity]]);
    });
    for (const [id, told] of numbers) {
      const worst = told.some(([, severity]) => severity === "error") ? "error" : "warning";
      const html = make("span", { class: `m-badge m-${worst}` }, told.map(([number]) => number).join("、"));
      modeler.get("overlays").add(id, "finding", { position: { top: -12, left: -8 }, html });
    }
  }

  function row(finding, number) {
    const element = drawn(finding);
    const name = element && registry.get(finding.element.split(" ").pop()) ? called(element) : [element && called(element), finding.called || finding.element].filter(Boolean).join("："); // within it: what it is itself
    const where = finding.line ? `${name} · 第 ${finding.line} 行` : name;
    const head = [make("b", { class: `m-word m-${finding.severity}` }, `${number + 1} ${WORDS[finding.severity] || ""}`), ` ${finding.message}`];
    const told = finding.moves?.length ? make("span", { class: "soft" }, `怎样走到：${finding.moves.join(" → ")}`) : null;
    const pick = element && element !== canvas.getRootElement() && button("在图上看", () => {
      modeler.get("selection").select(element);
      canvas.scrollToElement(element);
      if (drawable(finding)) way(finding);
    }, { "aria-label": `在图上看第 ${number + 1} 处` });
    const odd = element && /不支持的属性“(?:[^“”:]*:)?([^“”]*)”/.exec(finding.message)?.[1];
    const drop = odd && has(element.businessObject, odd) && button("删去这个属性", () => {
      modeler.get("modeling").updateProperties(element, { [has(element.businessObject, odd)]: undefined });
    }, { "aria-label": `删去这个属性（第 ${number + 1} 处）` });
    return make("li", {}, make("div", {}, ...head, make("br"), make("span", { class: "soft small" }, where), told && make("br"), told), make("div", { class: "m-row" }, drop || "", pick || ""));
  }

  function show(found, said = "") {
    clear();
    hold();
    mark(found);
    way(found.find(drawable));
    place.replaceChildren(...found.map(row));
    const errors = found.filter((one) => one.severity === "error").length;
    const counted = found.length ? `${errors} 处须改，${found.length - errors} 处请看。` : "检查通过，没有发现问题。";
    summary.textContent = said || counted;
    count.textContent = errors ? `${errors} 处须改` : found.length ? `${found.length} 处请看` : "通过";
  }

  /** Says that what is shown was found before the last change: another answer comes, or does not. */
  function waiting(words) {
    summary.textContent = words;
    count.textContent = words;
  }
  return { show, clear, waiting };
}

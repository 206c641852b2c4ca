// What a check found: a list, a mark on each element, and the way from the one to the other.
import { button, make } from "./dom.js";
import { called } from "./kinds.js";

const WORDS = { error: "须改", warning: "请看" };
const FIELDS = {
  role: "岗位", unit: "单位", stage: "阶段", limit: "时限或时长", basis: "依据", outcome: "办理结果", lapse: "超时默认",
  special: "特别程序", ground: "暂停事由", instances: "名单", rule: "怎样算通过", agree: "算作同意的结果", veto: "一票否决",
  duty: "必经程序", duties: "必经程序", again: "须补正的结果",
};

/** Returns a message with the fields of the panel in the place of the file's attributes. */
const plain = (message) => message.replace(/ ?yimen:([a-z]+)/g, (whole, name) => (FIELDS[name] ? `“${FIELDS[name]}”` : whole));

/** Shows findings of the server: ``{element, called, line, message, severity, moves}``. */
export function findings(modeler, place, summary) {
  const registry = modeler.get("elementRegistry");
  const canvas = modeler.get("canvas");
  let marked = [];

  /** Returns the drawn element that a finding names: the last word of its element is the id. */
  const drawn = (finding) => registry.get(finding.element.split(" ").pop());

  function clear() {
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
    const name = element ? called(element) : finding.called || finding.element;
    const where = finding.line ? `${name} · 第 ${finding.line} 行` : name;
    const head = [make("b", { class: `m-word m-${finding.severity}` }, `${number + 1} ${WORDS[finding.severity] || ""}`), ` ${plain(finding.message)}`];
    const way = finding.moves?.length ? make("span", { class: "soft" }, `怎样走到：${finding.moves.join(" → ")}`) : null;
    const pick = element && element !== canvas.getRootElement() && button("在图上看", () => {
      modeler.get("selection").select(element);
      canvas.scrollToElement(element);
    }, { "aria-label": `在图上看第 ${number + 1} 处` });
    return make("li", {}, make("div", {}, ...head, make("br"), make("span", { class: "soft small" }, where), way && make("br"), way), pick);
  }

  function show(found, said = "") {
    clear();
    mark(found);
    place.replaceChildren(...found.map(row));
    const errors = found.filter((one) => one.severity === "error").length;
    const counted = found.length ? `${errors} 处须改，${found.length - errors} 处请看。` : "检查通过，没有发现问题。";
    summary.textContent = said || counted;
  }
  return { show, clear };
}

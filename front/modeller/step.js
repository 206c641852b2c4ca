// The legal part of a step: who, how long, on what basis, with which outcomes, by how many.
import { button, choice, fold, group, length, make, text, tick } from "./dom.js";
import { outcomesOf } from "./kinds.js";

/** The attributes of a step and its outcomes. */
export function stepPart(context, element) {
  const { words, set } = context;
  const at = (name) => element.businessObject.get(`yimen:${name}`);
  const to = (name) => (value) => set(element, `yimen:${name}`, value);
  const codes = () => outcomesOf(element).map((one) => [one.code, one.name || one.code]);
  return make("div", {},
    group("谁来办", choice(words.fields.role, at("role"), () => words.roles, to("role"), { "data-role": true }),
      unitPart(at("unit"), words, to("unit")),
      choice(words.fields.stage, at("stage"), () => words.stages, to("stage"))),
    group("期限和依据", length(words.fields.limit, at("limit"), words.units, to("limit"), { hint: "申请人办理的环节可以不填。" }),
      text(words.fields.basis, at("basis"), to("basis"), { hint: "例如《行政许可法》第三十四条。", lines: 2, max: 300 })),
    outcomePart(context, element),
    fold("超时、特别程序、必经程序和暂停", Boolean(at("lapse") || at("special") || at("ground") || at("duty")),
      choice(words.fields.lapse, at("lapse"), codes, to("lapse"), { empty: "（不默认，须有人办理）", hint: "时限过后没有人办，视为这个结果。只能是同意一类的结果。" }),
      choice(words.fields.special, at("special"), () => words.specials, to("special"), { hint: "要有自己的时限。" }),
      choice(words.fields.duty, at("duty"), () => words.duties, to("duty"), { hint: "重大行政决策缺一步不能发布。" }),
      text(words.fields.ground, at("ground"), to("ground"), { hint: "填写事项时限里的事由，例如“听证”，这一步的时间就不计入办理期限。", max: 40 })));
}

/** A unit in charge by its part, or another one by its code. */
function unitPart(value, { fields, offices }, change) {
  const known = offices.some(([code]) => code === value);
  const code = text("统一社会信用代码", known ? "" : value, change, { max: 18, hint: "18 位；可以输入单位名称的几个字，从列表里选。", list: "m-units" });
  code.hidden = !value || known;
  const which = choice(fields.unit, !value || known ? value : "code", () => [...offices, ["code", "另一单位（填代码）"]], (picked) => {
    code.hidden = picked !== "code";
    change(picked === "code" ? code.querySelector("input").value.trim() : picked);
  });
  return make("div", {}, which, code);
}

function outcomePart(context, element) {
  const thing = element.businessObject;
  const rows = outcomesOf(element).map((one, number) => outcomeRow(context, element, one, number));
  const add = () => {
    const modeling = context.modeler.get("modeling");
    const used = outcomesOf(element).map((one) => one.code);
    let number = used.length + 1;
    while (used.includes(`outcome${number}`)) number += 1;
    const holder = thing.extensionElements || context.create("bpmn:ExtensionElements", { values: [] }, thing);
    const made = context.create("yimen:Outcome", { code: `outcome${number}`, name: "" }, holder);
    context.change(() => {
      if (!thing.extensionElements) modeling.updateProperties(element, { extensionElements: holder });
      modeling.updateModdleProperties(element, holder, { values: [...holder.get("values"), made] });
    });
    context.rebuild(`[data-outcome="${rows.length}"] input`);
  };
  return group(context.words.fields.outcome, ...rows, make("div", { class: "m-row" }, button("添加结果", add, { "data-add-outcome": true })));
}

function outcomeRow(context, element, outcome, number) {
  const put = (name) => (value) => context.put(element, outcome, { [name]: value || undefined });
  const remove = () => {
    const holder = element.businessObject.extensionElements;
    context.put(element, holder, { values: holder.get("values").filter((one) => one !== outcome) });
    context.rebuild("[data-add-outcome]");
  };
  const title = `结果 ${number + 1}`;
  return make("fieldset", { class: "m-outcome", "data-outcome": number }, make("legend", {}, title),
    make("div", { class: "m-pair" }, text(context.words.fields.code, outcome.code, put("code"), { max: 32 }), text(context.words.fields.name, outcome.name, put("name"), { max: 30 })),
    choice(context.words.fields.effect, outcome.effect || "none", () => context.words.effects, (value) => put("effect")(value === "none" ? "" : value), { empty: null }),
    tick(context.words.fields.opinion, outcome.opinion === "required", (on) => put("opinion")(on ? "required" : "")),
    button(`删去${title}`, remove));
}

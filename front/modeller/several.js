// How several do a step (会签), or run a sub-process, each for itself (各办一遍): over which list, and what comes of it.
import { button, choice, fold, group, make, text, tick } from "./dom.js";
import { HUMAN, isFlow, outcomesOf } from "./kinds.js";

const SHARED = [...HUMAN, "bpmn:SubProcess"];
const LOOP = "bpmn:MultiInstanceLoopCharacteristics";
const OURS = ["isSequential", "id", "behavior", "extensionElements", "documentation"];

const OTHERS = { loopCardinality: "按次数办", completionCondition: "提前办完的条件", loopDataInputRef: "从数据里取名单", loopDataOutputRef: "把结果写进数据", inputDataItem: "每一家的数据", outputDataItem: "每一家的结果数据" };

const sources = (element) => (element.incoming || []).filter(isFlow).map((flow) => flow.source).filter(Boolean);

/** Returns what a sub-process holds, also where it is drawn on a plane of its own. */
const inside = (context, whole) => (whole.children?.length ? whole : context.modeler.get("elementRegistry").get(`${whole.id}_plane`))?.children || [];

/** Returns the steps after which a part may end without another: what they end with is what a part says. */
function lastSteps(context, whole) {
  const ends = (at) => inside(context, at).filter((one) => one.type === "bpmn:EndEvent");
  const [found, seen, todo] = [[], new Set(), ends(whole)];
  while (todo.length) {
    const at = todo.pop();
    if (seen.has(at)) continue;
    seen.add(at);
    if (HUMAN.includes(at.type)) found.push(at);
    else if (at.type === "bpmn:SubProcess") todo.push(...ends(at));
    else if (at.type === "bpmn:StartEvent") todo.push(...(inside(context, whole).includes(at) ? [] : sources(at.parent)));
    else todo.push(...sources(at));
  }
  return found;
}

/** Returns the outcomes that count, each code once, as they stand in the drawing. */
function counted(context, element) {
  const whole = element.type === "bpmn:SubProcess";
  const last = whole ? lastSteps(context, element) : [element];
  const steps = whole ? context.modeler.get("elementRegistry").filter((one) => last.includes(one)) : last;
  const found = new Map();
  for (const one of steps.flatMap(outcomesOf)) if (one.code && !found.has(one.code)) found.set(one.code, one.name || one.code);
  return [...found];
}

/** How several do a step or run a sub-process; what the file says of it in another way can be taken out. */
export function severalPart(context, element) {
  const loop = element.businessObject.loopCharacteristics;
  const shared = SHARED.includes(element.type);
  if (loop && (!shared || loop.$type !== LOOP)) return oddPart(context, element);
  if (!shared) return null;
  const whole = element.type === "bpmn:SubProcess";
  const [title, words] = whole ? ["各办一遍", "由几个单位各办一遍"] : ["会签", "由几个单位或几个人会签"];
  const several = tick(words, Boolean(loop), (on) => write(context, element, on), {
    hint: whole ? "里面的环节每家各走一遍，快慢不等；各家最后一步的结果合成一个，后面的连线看这个结果。" : undefined,
  });
  return make("div", { "data-several": true }, fold(title, whole || Boolean(loop), several, ...(loop ? rulePart(context, element, loop) : [])));
}

function write(context, element, on) {
  const made = on ? context.create(LOOP, { "yimen:instances": "units" }, element.businessObject) : undefined;
  context.change(() => context.modeler.get("modeling").updateProperties(element, { loopCharacteristics: made }));
  context.rebuild("[data-several] input");
}

function rulePart(context, element, loop) {
  const { fields } = context.words;
  const put = (name) => (value) => context.put(element, loop, { [name]: value || undefined });
  const at = (name) => loop.get(`yimen:${name}`);
  const codes = () => counted(context, element);
  const rule = at("rule") || "all";
  const share = text("比例", rule.includes("/") ? rule : "", put("yimen:rule"), { hint: "例如 2/3。", max: 9 });
  share.hidden = !rule.includes("/");
  const none = codes().length ? null : make("p", { class: "error" }, "里面最后一步还没有办理结果，请先画好里面的环节。");
  return [extraPart(context, element, loop), none, listPart(context, at("instances"), put("yimen:instances")),
    choice(fields.rule, rule.includes("/") ? "share" : rule, () => [["all", "全部同意"], ["any", "任一同意"], ["share", "达到比例"]], (value) => {
      share.hidden = value !== "share";
      put("yimen:rule")(value === "share" ? share.querySelector("input").value || "2/3" : value === "all" ? "" : value);
      if (value === "share" && !share.querySelector("input").value) share.querySelector("input").value = "2/3";
    }, { empty: null }), share,
    choice(fields.agree, at("agree"), codes, put("yimen:agree"), { empty: "（第一个结果）" }),
    choice(fields.again, at("again"), codes, put("yimen:again"), { empty: "（没有）", hint: "有人选它，其他人的意见保留，合并一次告知申请人。" }),
    tick(fields.veto, at("veto") === "true", (on) => put("yimen:veto")(on ? "true" : "")),
    tick(fields.sequential, loop.isSequential === true, (on) => context.put(element, loop, { isSequential: on }))].filter(Boolean);
}

/** The list by what it is called, or another one by its name in the data. */
function listPart({ words }, value, change) {
  const known = words.lists.some(([code]) => code === value);
  const other = text("名单在数据里的名称", known ? "" : value, change, { hint: "数据里名单的名称，例如 units。", max: 32 });
  other.hidden = known;
  const which = choice(words.fields.instances, known ? value : "other", () => [...words.lists, ["other", "另一名单（填名称）"]], (picked) => {
    other.hidden = picked !== "other";
    change(picked === "other" ? other.querySelector("input").value.trim() : picked);
  }, { empty: null, hint: "由名单上的每一家（每个人）办。办件时按事项取单位，试走和推演时自己填。" });
  return make("div", {}, which, other);
}

/** What another tool wrote into the rule, which is not run. */
function extraPart(context, element, loop) {
  const names = loop.$descriptor.properties.filter((one) => one.ns.prefix === "bpmn").map((one) => one.ns.localName);
  const odd = names.filter((name) => !OURS.includes(name) && Object.prototype.hasOwnProperty.call(loop, name) && loop[name] !== undefined);
  return odd.length ? make("div", { class: "m-row" }, make("p", { class: "error" }, `会签方式里有本平台不办的写法：${odd.map((name) => `${OTHERS[name] || "别的规定"}（${name}）`).join("、")}。`),
    button("去掉这些写法", () => {
      context.put(element, loop, Object.fromEntries(odd.map((name) => [name, undefined])));
      context.rebuild("[data-several] input");
    })) : null;
}

/** A way of repeating that is not run here: it can be taken out. */
function oddPart(context, element) {
  const { loopCharacteristics: loop } = element.businessObject;
  const called = loop.$type === LOOP ? "名单（multiInstanceLoopCharacteristics）" : "循环（standardLoopCharacteristics）";
  const advice = element.type === "bpmn:CallActivity" ? "要几家各办一遍，请把它放进一个子流程，在子流程上写名单。" : "要几家办，请改用办理环节或子流程。";
  return group("重复办理", make("p", { class: "error" }, `这里写了${called}，本平台不这样办。${advice}`), button("去掉重复办理", () => {
    context.change(() => context.modeler.get("modeling").updateProperties(element, { loopCharacteristics: undefined }));
    context.rebuild("[data-find]");
  }));
}

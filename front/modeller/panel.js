// The panel beside the drawing: what the law asks of an element, in the words of those who draw procedures.
import { button, choice, fold, group, length, make, text, tick } from "./dom.js";
import { guardPart } from "./guard.js";
import { CHOICES, FAMILIES, HOSTS, HUMAN, KINDS, NEXT, called, definition, isFlow, kindOf, kindWords, leadsOn } from "./kinds.js";
import { leftPart, poolPart } from "./pools.js";
import { severalPart } from "./several.js";
import { stepPart } from "./step.js";

/** Keeps the panel in step with the selection, and what names it at ``finding``. ``tell`` is called with words for those who do not see the drawing,
 * ``anew`` puts a changed file on the canvas, ``own`` gives the draft's key and name. */
export function panel(modeler, { place, finding }, { words, asked, key_fixed: keyFixed }, { tell, own: ownName, anew }) {
  const get = (name) => modeler.get(name);
  const modeling = get("modeling");
  const registry = get("elementRegistry");
  let own = 0;

  /** Makes a change without building the panel anew, so that the reader's place in it is kept. */
  function change(work) {
    own += 1;
    try {
      work();
    } finally {
      own -= 1;
    }
    for (const control of place.querySelectorAll("select")) control.refresh?.();
  }
  const context = {
    modeler, words, asked, keyFixed, change, anew, own: ownName, rebuild: (id) => show(id),
    set: (element, name, value) => change(() => modeling.updateProperties(element, { [name]: value || undefined })),
    put: (element, thing, values) => change(() => modeling.updateModdleProperties(element, thing, values)),
    create: (type, values, parent) => Object.assign(get("bpmnFactory").create(type, values), { $parent: parent }),
  };

  const chosen = () => {
    const found = get("selection").get();
    return found.length === 1 ? (found[0].labelTarget || found[0]) : null;
  };

  function show(focus) {
    const element = chosen();
    const parts = element ? forElement(context, element) : forProcess(context);
    finding.replaceChildren(finder(element));
    place.replaceChildren(make("h2", { class: "vh" }, "属性"), ...parts.filter(Boolean));
    if (focus) (place.querySelector(focus) || finding.querySelector(focus))?.focus();
  }

  /** Lists all elements: the way to one without a mouse. */
  function finder(element) {
    const all = registry.filter((one) => one.type !== "label" && one.parent && !one.hidden).filter((one) => one.businessObject.id);
    const options = () => all.map((one) => [one.id, `${isFlow(one) ? "↳ " : ""}${called(one)}`]);
    return choice("选中的元素", element?.id, options, (id) => {
      const one = id && registry.get(id);
      get("selection").select(one || null);
      if (one) get("canvas").scrollToElement(one);
      finding.querySelector("select")?.focus();
    }, { empty: "（整个流程）", "data-find": true });
  }

  modeler.on("selection.changed", () => { if (!own) show(); });
  modeler.on(["elements.changed", "import.done", "root.set"], () => { if (!own) show(); });
  modeler.on("selection.changed", ({ newSelection }) => tell(newSelection.length === 1 ? `选中${called(newSelection[0])}` : ""));
  /** Tells whether, with nothing chosen, there is something to do that no other place offers. */
  const wanted = () => Boolean(chosen() || poolPart(context) || leftPart(context));
  return { show, wanted };
}

function forProcess(context) {
  const { modeler, set } = context;
  const root = modeler.get("canvas").getRootElement();
  const process = root.businessObject;
  if (!process || process.$type !== "bpmn:Process") return [poolPart(context), leftPart(context)];
  return [
    group("流程", text(context.words.fields.key, process.id, (value) => set(root, "id", value || process.id), { fixed: context.keyFixed, max: 64, hint: context.keyFixed ? "修改已发布的流程，编号不变。" : "小写英文、数字和连字符，例如 highway-licence。" }),
      text("名称", process.name, (value) => set(root, "name", value), { max: 120 }),
      duties(context, root, process),
      text(context.words.fields.data, process.get("yimen:data"), (value) => set(root, "yimen:data", value), { hint: "条件里用到的数据叫什么，例如 area=建筑面积；kind=建设类别；kind.new=新建。看图、对照和推演时按名称显示。", lines: 2, max: 2000 }),
      documentation(context, root)),
    poolPart(context),
    leftPart(context),
    make("p", { class: "hint" }, "选中图上的环节或连线，在这里填写岗位、时限、依据和办理结果。键盘：按 Tab 到“选中的元素”，用方向键选择。"),
  ];
}

/** The mandatory stages of a decision, to be ticked by their names. */
function duties(context, root, process) {
  const chosen = new Set((process.get("yimen:duties") || "").split(/\s+/).filter(Boolean));
  const write = (code) => (on) => {
    if (on) chosen.add(code);
    else chosen.delete(code);
    const known = context.words.duties.map(([one]) => one).filter((one) => chosen.has(one));
    context.set(root, "yimen:duties", known.join(" "));
  };
  return make("fieldset", { class: "m-row" }, make("legend", { class: "label" }, context.words.fields.duties),
    make("p", { class: "hint" }, "重大行政决策勾选作决定前必须经过的程序，其他流程不勾。"),
    context.words.duties.map(([code, words]) => tick(words, chosen.has(code), write(code))));
}

function forElement(context, element) {
  const thing = element.businessObject;
  if (isFlow(element)) return forFlow(context, element);
  if (element.type === "bpmn:TextAnnotation") {
    return [group("注释", text("文字", thing.text, (value) => context.set(element, "text", value), { lines: 4 })), removal(context, element)];
  }
  const key = kindOf(element);
  if (!key) return [make("p", { class: "error" }, `本平台不支持${/Event$/.test(element.type) ? "这样的" : ""}${kindWords(thing)}，请改成支持的种类或删去。`), poolPart(context, element), kinds(context, element), severalPart(context, element), !(thing.processRef?.flowElements || []).length && removal(context, element)].filter(Boolean);
  return [
    group(KINDS[key].label.split("：")[0], text("名称", thing.name, (value) => context.set(element, "name", value), { max: 60, "data-name": true }), kinds(context, element)),
    HUMAN.includes(element.type) && stepPart(context, element),
    element.type === "bpmn:SubProcess" && withinPart(context, element),
    severalPart(context, element),
    thing.eventDefinitions && waitingPart(context, element),
    element.type === "bpmn:CallActivity" && callPart(context, element),
    CHOICES.includes(element.type) && defaultPart(context, element),
    fold("说明", Boolean(thing.documentation?.length), documentation(context, element)),
    leadsOn(element) && nextPart(context, element),
    removal(context, element),
  ];
}

const PLAIN = { // what an event with a trigger that is not run can become
  "bpmn:StartEvent": ["start"],
  "bpmn:EndEvent": ["end", "terminate"],
  "bpmn:IntermediateCatchEvent": ["timer", "message"],
  "bpmn:IntermediateThrowEvent": ["timer", "message"],
};

function kinds(context, element) {
  const key = kindOf(element);
  const family = key ? FAMILIES.find((keys) => keys.includes(key)) : element.type.endsWith("Task") ? FAMILIES[0] : PLAIN[element.type];
  if (!family || element.type === "bpmn:BoundaryEvent") return null;
  const options = () => family.map((one) => [one, KINDS[one].label]);
  return choice("种类", key, options, (wanted) => {
    if (!wanted || wanted === key) return;
    const { type, more } = KINDS[wanted];
    const made = context.modeler.get("bpmnReplace").replaceElement(element, { type, ...more });
    context.modeler.get("selection").select(made);
  }, { empty: key ? null : "（请选择）" });
}

/** The text that explains an element to its readers. */
function documentation(context, element) {
  const thing = element.businessObject;
  const now = thing.documentation?.[0]?.text;
  return text("说明", now, (value) => {
    const made = value ? [context.create("bpmn:Documentation", { text: value }, thing)] : [];
    context.put(element, thing, { documentation: made });
  }, { lines: 3 });
}

function forFlow(context, element) {
  const flow = element.businessObject;
  const guard = guardPart(context, element);
  return [
    group("连线", text("名称", flow.name, (value) => context.set(element, "name", value), { hint: guard ? "写明什么情况走这里，流程图上给人看；不写就显示下面的条件。" : undefined, max: 60, "data-name": true }),
      make("p", { class: "hint" }, `从“${called(element.source)}”到“${called(element.target)}”。`)),
    guard,
    fold("说明", Boolean(flow.documentation?.length), documentation(context, element)),
    removal(context, element),
  ];
}

function waitingPart(context, element) {
  const thing = element.businessObject;
  const timer = definition(thing, "bpmn:TimerEventDefinition");
  const message = definition(thing, "bpmn:MessageEventDefinition");
  const hanging = element.type === "bpmn:BoundaryEvent";
  return (timer || message) && group("等什么",
    timer && length("时长", thing.get("yimen:limit") || timer.timeDuration?.body, context.words.units, (value) => {
      context.change(() => {
        if (timer.timeDuration) context.modeler.get("modeling").updateModdleProperties(element, timer, { timeDuration: undefined });
        context.modeler.get("modeling").updateProperties(element, { "yimen:limit": value || undefined });
      });
    }, { hint: hanging ? "从所附的环节开始时起算。" : "从走到这里时起算。" }),
    message && text("消息", message.messageRef?.name || message.messageRef?.id, (value) => awaited(context, element, message, value), { hint: "收到它才往下走，例如“缴费完成”。", max: 60 }),
    hanging && tick("到时后停下所附的环节", thing.cancelActivity !== false, (on) => context.change(() => context.modeler.get("modeling").updateProperties(element, { cancelActivity: on }))));
}

/** Lets an event wait for the message of a name, which the file names once. */
function awaited(context, element, message, name) {
  const { modeler } = context;
  const file = modeler.getDefinitions();
  let found = file.rootElements.find((one) => one.$type === "bpmn:Message" && (one.name || one.id) === name);
  context.change(() => {
    if (name && !found) {
      found = context.create("bpmn:Message", { name }, file);
      modeler.get("modeling").updateModdleProperties(element, file, { rootElements: [...file.rootElements, found] });
    }
    modeler.get("modeling").updateModdleProperties(element, message, { messageRef: name ? found : undefined });
  });
}

/** The way into a sub-process without a mouse: what follows its start is drawn within it. */
function withinPart(context, element) {
  const first = element.children.find((one) => one.type === "bpmn:StartEvent");
  const to = () => context.modeler.get("selection").select(first);
  return group("里面", make("p", { class: "hint" }, first ? "里面的环节从里面的“开始”接着画，最后连到里面的“结束”。" : "里面还没有“开始”，请从左边拖一个进去。"),
    first && make("div", { class: "m-row" }, button("到里面的开始", to, { "data-within": true })));
}

function callPart(context, element) {
  const thing = element.businessObject;
  return group("调用", text(context.words.fields.key, thing.calledElement, (value) => context.set(element, "calledElement", value), { hint: "已发布的流程，例如 highway-review。", list: "m-called" }));
}

function defaultPart(context, element) {
  const ways = element.outgoing.filter(isFlow);
  if (ways.length < 2) return null;
  return group("默认出线", choice("条件都不成立时走", element.businessObject.default?.id, () => ways.map((one) => [one.id, called(one)]), (id) => {
    const flow = ways.find((one) => one.id === id);
    context.change(() => {
      context.modeler.get("modeling").updateProperties(element, { default: flow?.businessObject });
      if (flow?.businessObject.conditionExpression) context.modeler.get("modeling").updateProperties(flow, { conditionExpression: undefined });
    });
  }, { hint: "其余的线各写条件。" }));
}

/** What may follow, and what this may be joined to: the whole drawing can be made from here without a mouse. */
function nextPart(context, element) {
  const { modeler } = context;
  const adding = modeler.get("adding");
  const after = (key) => button(KINDS[key].label.split("：")[0], () => { adding.after(element, key); context.rebuild("[data-name]"); }, { "data-after": key });
  const rules = modeler.get("rules");
  const targets = () => modeler.get("elementRegistry").filter((one) => one !== element && one.parent === element.parent && !isFlow(one) && one.type !== "label"
    && rules.allowed("connection.create", { source: element, target: one })).map((one) => [one.id, called(one)]);
  return group("下一步",
    make("p", { class: "hint" }, element.outgoing.some(isFlow) && !element.type.endsWith("Gateway") ? "在后面添加（插在它和下一步之间）：" : "在后面添加："), make("div", { class: "m-row" }, NEXT.map(after)),
    HOSTS.includes(element.type) && make("div", { class: "m-row" }, button("附加定时", () => { adding.hanging(element, "timer"); context.rebuild(); }), button("附加消息", () => { adding.hanging(element, "message"); context.rebuild(); })),
    choice("连到", "", targets, (id) => {
      if (!id) return;
      modeler.get("modeling").connect(element, modeler.get("elementRegistry").get(id));
      context.rebuild("[data-connect]");
    }, { empty: "（选择后即连线）", "data-connect": true }));
}

function removal(context, element) {
  return make("div", { class: "m-row m-end" }, button("删除", () => {
    context.modeler.get("modeling").removeElements([element]);
    context.rebuild("[data-find]");
  }, { class: "btn quiet small danger" }));
}

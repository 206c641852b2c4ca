// What the kernel runs, as the palette, the pad beside an element and the panel offer it. Nothing else can be drawn.
const timer = { eventDefinitionType: "bpmn:TimerEventDefinition" };
const message = { eventDefinitionType: "bpmn:MessageEventDefinition" };

export const KINDS = {
  start: { type: "bpmn:StartEvent", icon: "start-event-none", label: "开始", group: "event" },
  end: { type: "bpmn:EndEvent", icon: "end-event-none", label: "结束", group: "event" },
  terminate: { type: "bpmn:EndEvent", more: { eventDefinitionType: "bpmn:TerminateEventDefinition" }, icon: "end-event-terminate", label: "全部结束", group: "event" },
  timer: { type: "bpmn:IntermediateCatchEvent", more: timer, icon: "intermediate-event-catch-timer", label: "等待时间", group: "event" },
  message: { type: "bpmn:IntermediateCatchEvent", more: message, icon: "intermediate-event-catch-message", label: "等待消息", group: "event" },
  user: { type: "bpmn:UserTask", icon: "user-task", label: "办理环节", group: "activity", name: "新环节" },
  manual: { type: "bpmn:ManualTask", icon: "manual-task", label: "线下环节", group: "activity", name: "线下办理" },
  service: { type: "bpmn:ServiceTask", icon: "service-task", label: "自动环节", group: "activity", name: "自动处理" },
  subprocess: { type: "bpmn:SubProcess", more: { isExpanded: true }, icon: "subprocess-expanded", label: "子流程", group: "activity", name: "子流程" },
  call: { type: "bpmn:CallActivity", icon: "call-activity", label: "调用流程", group: "activity", name: "调用流程" },
  exclusive: { type: "bpmn:ExclusiveGateway", icon: "gateway-xor", label: "排他网关：选一条路", group: "gateway" },
  parallel: { type: "bpmn:ParallelGateway", icon: "gateway-parallel", label: "并行网关：同时走", group: "gateway" },
  inclusive: { type: "bpmn:InclusiveGateway", icon: "gateway-or", label: "相容网关：按条件走一条或几条", group: "gateway" },
  note: { type: "bpmn:TextAnnotation", icon: "text-annotation", label: "注释", group: "note" },
};

/** Those that one kind can be turned into, kept side by side. */
export const FAMILIES = [
  ["user", "manual", "service"],
  ["exclusive", "parallel", "inclusive"],
  ["end", "terminate"],
];

/** What may follow a step, in the order in which it is offered. */
export const NEXT = ["user", "service", "exclusive", "parallel", "inclusive", "timer", "message", "subprocess", "call", "end"];

export const HUMAN = ["bpmn:UserTask", "bpmn:ManualTask"];
export const HOSTS = [...HUMAN, "bpmn:SubProcess", "bpmn:CallActivity"];
export const CHOICES = ["bpmn:ExclusiveGateway", "bpmn:InclusiveGateway"];
export const NAMES = { BPMNShape: "图形", BPMNEdge: "连线的图形", BPMNPlane: "图", BPMNDiagram: "图", BPMNLabel: "图上的名称" }; // what elements are called; the page adds those of BPMN
const ENDS = ["bpmn:EndEvent", "bpmn:TextAnnotation"];

/** Returns what kind of thing an element of the file is, in words, with its tag. */
export function kindWords(thing) {
  const type = thing.$type.replace(/^(bpmn|bpmndi):/, "");
  const name = type.startsWith("BPMN") ? type : type[0].toLowerCase() + type.slice(1);
  return NAMES[name] ? `${NAMES[name]}（${name}）` : `别的元素（${name}）`;
}

export const definition = (thing, type) => (thing.eventDefinitions || []).find((one) => one.$type === type);
export const outcomesOf = (element) => (element.businessObject.extensionElements?.values || []).filter((one) => one.$type === "yimen:Outcome");
export const isFlow = (element) => element.type === "bpmn:SequenceFlow";
export const leadsOn = (element) => /(Task|Event|Gateway|SubProcess|Activity|Transaction)$/.test(element.type || "") && !element.waypoints && element.parent && !ENDS.includes(element.type);

/** Returns the key of an element's kind, undefined for what the kernel does not run. */
export function kindOf(element) {
  const thing = element.businessObject;
  if (element.type === "bpmn:BoundaryEvent") return definition(thing, timer.eventDefinitionType) ? "timer" : "message";
  return Object.keys(KINDS).filter((key) => KINDS[key].type === element.type).find((key) => {
    const wanted = KINDS[key].more?.eventDefinitionType;
    return wanted ? definition(thing, wanted) : !(thing.eventDefinitions || []).length;
  });
}

/** Returns what a reader calls an element: its name, or what it is. */
export function called(element) {
  const thing = element.businessObject;
  if (thing.name) return thing.name;
  if (isFlow(element)) return `${called(element.source)} → ${called(element.target)}`;
  const words = (KINDS[kindOf(element)]?.label || kindWords(thing)).split("：")[0];
  const kind = `${element.type === "bpmn:BoundaryEvent" ? "附加的" : ""}${words}`;
  const before = (element.incoming || []).map((flow) => flow.source?.businessObject.name).filter(Boolean);
  if (before.length) return `“${[...new Set(before)].join("、")}”之后的${kind}`;
  const onlyOne = ["bpmn:StartEvent", "bpmn:Process"].includes(element.type) && element.parent?.type === "bpmn:Process";
  return onlyOne ? kind : `${kind}（${thing.id}）`;
}

/** Makes a new shape of a kind, with what the law asks for filled in as far as it can be guessed. */
export function shapeOf(key, { bpmnFactory, elementFactory }) {
  const { type, name, more } = KINDS[key];
  const attributes = name ? { name } : {};
  if (HUMAN.includes(type)) {
    const outcome = bpmnFactory.create("yimen:Outcome", { code: "done", name: "已办" });
    attributes.extensionElements = bpmnFactory.create("bpmn:ExtensionElements", { values: [outcome] });
    outcome.$parent = attributes.extensionElements;
  }
  const thing = bpmnFactory.create(type, attributes);
  if (attributes.extensionElements) attributes.extensionElements.$parent = thing;
  return elementFactory.createShape({ type, businessObject: thing, ...more });
}

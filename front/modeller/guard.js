// When an arrow is taken, in words: rows to choose from, the text that is kept below them.
import { button, choice, make, text, tick } from "./dom.js";
import { compared, inWords, isWhole, labelText, labelsOf, rowsOf, textOf, treeOf } from "./conditions.js";
import { CHOICES, HUMAN, called, isFlow, outcomesOf } from "./kinds.js";

const NAME = /^[\p{L}_][\p{L}\p{N}_]{0,63}$/u;
const MOST = 500; // characters of a condition
const LONGEST = 40; // characters of a label, as the kernel reads them
const [RESULTS, FORM, OWN] = ["办理结果", "申请表", "本流程的数据"];
const sortOf = (values) => (values.every((one) => typeof one === "boolean") ? "truth" : values.every((one) => typeof one === "number") ? "number" : "text");

/** Returns the step whose outcome a gateway looks at: the nearest one before it, where there is just one way back. */
function stepBefore(element) {
  for (let at = element, seen = new Set(); at && !seen.has(at); at = at.incoming.length === 1 ? at.incoming[0].source : null) {
    if (HUMAN.includes(at.type)) return at;
    seen.add(at);
  }
  return null;
}

/** Returns all that a condition may look at: ``{name, label, sort, part, choices}``; the outcome just before comes first. */
function fieldsOf(context, element) {
  const { modeler, words, asked } = context;
  const registry = modeler.get("elementRegistry");
  const labels = labelsOf(processOf(context).businessObject.get("yimen:data"));
  const found = new Map();
  const add = (name, more) => found.has(name) || found.set(name, { name, ...more });
  const results = (step) => outcomesOf(step).filter((one) => one.code).map((one) => [one.code, one.name || one.code]);
  const before = stepBefore(element.source);
  if (before && results(before).length) add("outcome", { label: `“${called(before)}”的结果`, sort: "text", part: RESULTS, choices: results(before) });
  for (const one of asked) add(one.name, { ...one, label: labels.get(one.name) || one.label, known: true });
  const conditions = registry.filter(isFlow).flatMap((flow) => compared(flow.businessObject.conditionExpression?.body));
  const steps = registry.filter((one) => HUMAN.includes(one.type) && NAME.test(one.id) && results(one).length);
  for (const one of steps) if (one !== before) add(one.id, { label: `“${called(one)}”的结果`, sort: "text", part: RESULTS, choices: results(one) });
  const own = new Set([...[...labels.keys()].filter((name) => !name.includes(".")), ...conditions.map((one) => one.name)]);
  for (const name of own) {
    if (name === "outcome") continue;
    const values = conditions.filter((one) => one.name === name).map((one) => one.value);
    const named = [...labels].filter(([one]) => one.startsWith(`${name}.`)).map(([one, label]) => [one.slice(name.length + 1), label]);
    const answers = values.length && values.every((one) => words.answers.some(([code]) => code === one));
    add(name, { label: labels.get(name) || name, sort: values.length ? sortOf(values) : "", part: OWN, choices: answers ? words.answers : named });
  }
  if (conditions.some((one) => one.name === "outcome")) add("outcome", { label: "上一步的结果", sort: "text", part: RESULTS, choices: [] });
  return [...found.values()].sort((one, other) => order(one) - order(other));
}

/** Returns the fields as options: answers under the item whose form asks them, those of several items first. */
function grouped(fields) {
  const items = [...new Set(fields.flatMap((one) => one.items || []))];
  const under = (one) => (one.part !== FORM || items.length < 2 ? one.part : one.items.length > 1 ? `${FORM}：几个事项都填` : `${FORM}：${one.items[0]}`);
  const place = (one) => (one.part !== FORM || one.items.length > 1 ? -1 : items.indexOf(one.items[0]));
  const first = fields.findIndex((one) => one.part === FORM);
  const asked = fields.filter((one) => one.part === FORM).sort((one, other) => place(one) - place(other));
  const rest = fields.filter((one) => one.part !== FORM);
  return [...rest.slice(0, Math.max(first, 0)), ...asked, ...rest.slice(Math.max(first, 0))].map((one) => [one.name, one.label, under(one)]);
}

const order = (field) => (field.name === "outcome" ? 0 : [FORM, "件的情况", OWN, RESULTS].indexOf(field.part) + 1);
const processOf = ({ modeler }) => modeler.get("canvas").getRootElement();

/** The part of the panel for one arrow out of a choice. */
export function guardPart(context, element) {
  const flow = element.businessObject;
  if (!CHOICES.includes(element.source.type) || element.source.outgoing.length < 2) return null;
  const usual = element.source.businessObject.default === flow;
  const place = make("div", { "data-guard": true });
  const modeling = context.modeler.get("modeling");
  if (!usual) guard(context, element, place);
  return make("section", { class: "m-group" }, make("h3", {}, "走这条线的条件"),
    tick("默认出线：别的条件都不成立时走这里", usual, (on) => {
      context.change(() => {
        modeling.updateProperties(element.source, { default: on ? flow : undefined });
        if (on && flow.conditionExpression) modeling.updateProperties(element, { conditionExpression: undefined });
      });
      context.rebuild();
    }), place);
}

function guard(context, element, place) {
  const flow = element.businessObject;
  const kept = () => flow.conditionExpression?.body || "";
  let now = rowsOf(kept());
  let fields = fieldsOf(context, element);
  const of = (name) => fields.find((one) => one.name === name) || { name, label: name, sort: "", choices: [] };

  function write(value) {
    const condition = value ? context.create("bpmn:FormalExpression", { body: value }, flow) : undefined;
    context.change(() => context.modeler.get("modeling").updateProperties(element, { conditionExpression: condition }));
  }

  /** Writes the rows once each says something, and what they show into the procedure's own names. */
  function keep() {
    const value = textOf(now);
    if (now.rows.every(isWhole) && value.length <= MOST && value !== kept()) {
      label();
      write(value);
    }
    told();
  }

  /** Gives the procedure the names of what the form calls in Chinese, so that whoever reads it reads the same words. */
  function label() {
    const root = processOf(context);
    const labels = labelsOf(root.businessObject.get("yimen:data"));
    const before = labelText(labels);
    for (const { name, value } of now.rows) {
      const field = of(name);
      if (!field.known) continue;
      if (!labels.has(name) && field.part === FORM) labels.set(name, plain(field.label));
      const words = field.choices.find(([code]) => code === value)?.[1];
      if (words && words !== value && !/[=；;]/.test(value)) labels.set(`${name}.${value}`, plain(words));
    }
    if (labelText(labels) !== before) context.set(root, "yimen:data", labelText(labels));
  }

  /** Returns one comparison in words: “建设类别”为“新建”. */
  function compareWords({ name, sign, value }) {
    const field = of(name);
    const subject = field.label.includes("“") ? field.label : `“${field.label}”`;
    if (typeof value === "boolean") return `${subject}为${value ? "是" : "否"}`;
    const words = field.choices?.find(([code]) => code === String(value))?.[1] || value;
    return `${subject}${context.words.signs.find(([code]) => code === sign)[1]}${typeof value === "string" ? `“${words}”` : words}`;
  }

  /** Returns what is kept, in words and as it is written. */
  function reading() {
    const tree = treeOf(kept());
    const words = tree ? `读作：${inWords(tree, compareWords)}。` : "这样写读不通，不能办理。请核对名称、引号、括号和 and、or、not。";
    return [make("span", { "data-reads": true }, words), make("br"), "写作 ", make("code", {}, kept())];
  }

  const said = make("p", { class: "hint m-code", "data-said": true });
  function told() {
    const whole = !now || now.rows.every(isWhole);
    const long = now && textOf(now).length > MOST;
    said.replaceChildren(...(long ? [`条件太长（最多 ${MOST} 个字符），没有改。请减少几个条件，或拆成几个网关。`] : whole ? (kept() ? reading() : ["还没有条件。"]) : ["还没有填完，填完才算数。"]));
  }

  function show(focus) {
    fields = fieldsOf(context, element);
    const rows = now ? now.rows.map((one, number) => rowPart(one, number)) : [make("p", { class: "hint" }, "这个条件有括号或别的写法，分不成几行：意思见下面的“读作”，要改请按文字改。改成几行能写的，就变回几行。")];
    const written = text("按文字写", kept(), (value) => { write(value); now = rowsOf(value); show(); }, { hint: "名称、比较、and、or、not 和括号，例如 (area > 100 or kind == '新建') and outcome == 'accept'。", lines: 2, max: MOST, "data-condition": true });
    told();
    place.replaceChildren(...rows,
      ...(now ? [now.rows.length > 1 && choice("几个条件", now.join, () => [["and", "全部满足"], ["or", "任一满足"]], (join) => { now.join = join; keep(); show("[data-join]"); }, { empty: null, "data-join": true }),
        make("div", { class: "m-row" }, button("添加条件", add, { "data-add-row": true }))] : []).filter(Boolean),
      said, make("details", { class: "m-text", open: !now }, make("summary", {}, "按文字改"), written));
    if (focus) place.querySelector(focus)?.focus();
  }

  function add() {
    const used = now.rows.map((one) => one.name);
    const field = fields.find((one) => !used.includes(one.name)) || fields[0];
    if (!field) return void said.replaceChildren("还没有可以比较的。请先给前面的环节填写办理结果，或在“整个流程”里写明数据的名称。");
    now.rows.push(fresh(field));
    show(`[data-row="${now.rows.length - 1}"] select`);
  }

  const fresh = (field) => ({ name: field.name, sign: "==", value: field.sort === "truth" ? true : "" });

  function rowPart(one, number) {
    const field = of(one.name);
    const set = (values, focus) => {
      Object.assign(one, values);
      keep();
      if (focus) show(`[data-row="${number}"] ${focus}`);
    };
    const options = () => grouped(fields);
    const ordered = field.sort === "number" || (!field.sort && !field.choices.length) || typeof one.value === "number";
    const signs = () => (typeof one.value === "boolean" || field.sort === "truth" ? context.words.signs.slice(0, 1) : context.words.signs.slice(0, ordered || one.sign.length === 1 || /[<>]/.test(one.sign) ? 6 : 2));
    return make("fieldset", { class: "m-outcome m-row-part", "data-row": number }, make("legend", {}, `条件 ${number + 1}`),
      choice("看什么", one.name, options, (name) => set(fresh(of(name)), "select"), { empty: null }),
      make("div", { class: "m-pair" }, choice("怎样", one.sign, signs, (sign) => set({ sign }), { empty: null }), valuePart(field, one, set)),
      button(`删去条件 ${number + 1}`, () => { now.rows.splice(number, 1); keep(); show("[data-add-row]"); }));
  }

  function valuePart(field, one, set) {
    const answered = field.sort === "truth" && context.words.answers.some(([code]) => code === one.value);
    if (answered) return choice("值", one.value, () => context.words.answers, (value) => set({ value }), { empty: null });
    if (field.sort === "truth" || typeof one.value === "boolean") {
      return choice("值", String(one.value), () => [["true", "是"], ["false", "否"]], (value) => set({ value: value === "true" }), { empty: null });
    }
    if (field.choices.length) return choice("值", String(one.value), () => field.choices, (value) => set({ value: field.sort === "number" && value !== "" ? Number(value) : value }), { empty: "（请选择）" });
    const number = field.sort === "number" || typeof one.value === "number";
    const read = (value) => (/^-?\d{1,15}(\.\d{1,9})?$/.test(value) && field.sort !== "text" ? Number(value) : number ? "" : value);
    return text("值", one.value === "" ? "" : String(one.value), (value) => set({ value: read(value) }), { max: 60, inputmode: number ? "decimal" : undefined, hint: number ? "填数。" : undefined });
  }
  show();
}

const plain = (words) => words.replace(/[=；;]/g, " ").slice(0, LONGEST);

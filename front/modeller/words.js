// The words of the drawing library in Chinese; what is not here is not shown by the tools that we load.
import { kindWords } from "./kinds.js";

const WORDS = {
  "Activate hand tool": "移动画布",
  "Activate lasso tool": "框选",
  "Activate create/remove space tool": "增减空白",
  "Activate global connect tool": "连线",
  "element required": "缺少元素",
  "Open {element}": "打开 {element}",
};

/** Returns words of the library in Chinese. */
export function translate(template, values = {}) {
  return (WORDS[template] || template).replace(/\{([^}]+)\}/g, (whole, name) => values[name] ?? whole);
}

// What the library finds when it opens a file, and how it is told; $1 and $2 are what it names.
const TOLD = [
  [/^no diagram to display$/, "文件里没有图形"],
  [/^no process or collaboration to display$/, "文件里没有可以显示的流程"],
  [/^diagram not part of/, "图形不在这个文件里"],
  [/^unparsable content (.*?) ?detected\s+line: (\d+)/, "第 $2 行的 $1 不合 BPMN 的写法，没有读入"],
  [/^unresolved reference <(.*)>$/, "提到了编号“$1”，文件里没有它"],
  [/^unknown attribute <(.*)>$/, "属性“$1”不在 BPMN 里"],
  [/^unsupported document encoding <(.*)>/, "字符编码 $1 不认识，按 UTF-8 读"],
  [/^failed to parse document as/, "不是 BPMN 2.0 文件"],
  [/^duplicate ID <(.*)>$/, "编号“$1”用了不止一次"],
  [/^illegal ID <(.*)>$/, "编号“$1”不合写法"],
  [/^no bpmnElement referenced in (.*)$/, "$1 没有写明画的是哪个元素"],
  [/^multiple DI elements defined for (.*)$/, "$1 画了不止一次"],
  [/^element (.*) referenced by (.*)#\w+ not yet drawn$/, "$2 提到的 $1 没有画出来"],
  [/^correcting missing bpmnElement on (.*) to (.*)$/, "$1 没有写明画的是哪个流程，已按 $2 显示"],
  [/^unsupported bpmnElement for (.*): (.*)$/, "$1 不能显示 $2"],
  [/^unrecognized flowElement (.*) in context/, "$1 不能显示"],
  [/^failed to import (.*)$/, "$1 不能显示"],
  [/^unknown di .* for element (.*)$/, "$1 的图形不认识"],
  [/^missing (.*)#attachedToRef$/, "$1 没有写明附在哪里"],
  [/^(.*)#(source|target) Ref not specified$/, "$1 没有写明两端"],
  [/^Failed to fetch$|^NetworkError|^Load failed$/, "网络不通"],
];
const ELEMENT = /<([\w-]+:[\w-]+)(?: id="([^"]*)")?[^<>]*>/g;

/** Returns in Chinese what went wrong when a file was opened or sent; elements by what they are, with their tags.
 * What we have no words for goes to the console, for whoever looks after the site. */
export function chinese(message) {
  const known = TOLD.find(([one]) => one.test(message));
  if (!known) {
    console.warn(message);
    return "出了意外的情况，详情在浏览器的控制台里，可请系统管理员查看";
  }
  const [pattern, words] = known;
  const told = pattern.exec(message);
  const named = (text) => text.replace(ELEMENT, (whole, type, id) => [kindWords({ $type: type }), id].filter(Boolean).join(" "));
  return words.replace(/\$(\d)/g, (whole, number) => named(told[number] || ""));
}

export const wordsModule = { translate: ["value", translate] };

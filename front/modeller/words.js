// The words of the drawing library in Chinese; what is not here is not shown by the tools that we load.
const WORDS = {
  "Activate hand tool": "移动画布",
  "Activate lasso tool": "框选",
  "Activate create/remove space tool": "增减空白",
  "Activate global connect tool": "连线",
  "element required": "缺少元素",
  "no diagram to display": "文件里没有图形",
  "no process or collaboration to display": "文件里没有可以显示的流程",
  "no bpmnElement referenced in {element}": "{element} 没有写明画的是哪个元素",
  "no shape type specified": "没有写明形状的类型",
  "no parent for {element} in {parent}": "{parent} 里没有 {element} 的上级",
  "multiple DI elements defined for {element}": "{element} 画了不止一次",
  "element {element} referenced by {referenced}#{property} not yet drawn": "{referenced} 提到的 {element} 没有画出来",
  "failed to import {element}": "{element} 不能显示",
  "correcting missing bpmnElement on {plane} to {rootElement}": "{plane} 没有写明画的是哪个流程，已按 {rootElement} 显示",
  "unsupported bpmnElement for {plane}: {element}": "{plane} 不能显示 {element}",
  "{semantic}#{side} Ref not specified": "{semantic} 没有写明两端",
  "Open {element}": "打开 {element}",
};

/** Returns words of the library in Chinese. */
export function translate(template, values = {}) {
  return (WORDS[template] || template).replace(/\{([^}]+)\}/g, (whole, name) => values[name] ?? whole);
}

export const wordsModule = { translate: ["value", translate] };

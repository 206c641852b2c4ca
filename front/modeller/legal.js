// The attributes of the law as bpmn-moddle reads and writes them; the kernel's legal.py reads the same names.
const text = (name) => ({ name, type: "String", isAttr: true });
const step = ["role", "unit", "stage", "limit", "basis", "lapse", "special", "ground", "duty"];

export const LEGAL = {
  name: "Yimen",
  uri: "urn:yimen:bpmn",
  prefix: "yimen",
  xml: { tagAlias: "lowerCase" },
  types: [
    { name: "UserStep", extends: ["bpmn:UserTask"], properties: step.map(text) },
    { name: "ManualStep", extends: ["bpmn:ManualTask"], properties: step.map(text) },
    { name: "Process", extends: ["bpmn:Process"], properties: ["duties", "data"].map(text) },
    { name: "Waiting", extends: ["bpmn:IntermediateCatchEvent"], properties: [text("limit")] },
    { name: "Hanging", extends: ["bpmn:BoundaryEvent"], properties: [text("limit")] },
    { name: "Several", extends: ["bpmn:MultiInstanceLoopCharacteristics"], properties: ["instances", "rule", "agree", "veto", "again"].map(text) },
    { name: "Outcome", superClass: ["Element"], properties: ["code", "name", "effect", "opinion"].map(text) },
  ],
};

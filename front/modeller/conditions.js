// A condition as rows, all or any of which hold, and as the text that is kept. What rows cannot say stays text.
// The kernel's conditions.py is the authority on the language; here is read only what becomes rows.
const TOKEN = /\s*(?:('[^'\\\n]*'|"[^"\\\n]*")|(-?\d{1,15}(?:\.\d{1,9})?(?![\p{L}\p{N}_.]))|([\p{L}_][\p{L}\p{N}_]*)|(==|!=|<=|>=|<|>)|([()]))/uy;
const SIGNS = ["==", "!=", "<", "<=", ">", ">="];
const WORDS = ["and", "or", "not", "true", "false"];

/** Returns the names, signs, values and brackets of a text, null where anything else stands in it. */
function tokens(source) {
  const found = [];
  const text = source.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    if (!match) return null;
    const [, quoted, number, word, sign, bracket] = match;
    if (quoted) found.push({ kind: "value", value: quoted.slice(1, -1) });
    else if (number) found.push({ kind: "value", value: Number(number) });
    else if (word === "true" || word === "false") found.push({ kind: "value", value: word === "true" });
    else if (bracket) found.push({ kind: "bracket", value: bracket });
    else found.push({ kind: sign ? "sign" : WORDS.includes(word) ? "word" : "name", value: sign || word });
  }
  return found;
}

/** Takes one row off the front: a name alone, ``not`` a name, or a comparison; null where none stands there. */
function row(rest) {
  const negated = rest[0]?.value === "not" && rest[0].kind === "word" && Boolean(rest.shift());
  const name = rest.shift();
  if (name?.kind !== "name") return null;
  if (rest[0]?.kind !== "sign") return { name: name.value, sign: "==", value: !negated };
  const sign = rest.shift().value;
  const value = rest.shift();
  if (negated || value?.kind !== "value") return null;
  if (typeof value.value !== "boolean") return { name: name.value, sign, value: value.value };
  return SIGNS.indexOf(sign) < 2 ? { name: name.value, sign: "==", value: value.value === (sign === "==") } : null;
}

/** Returns ``{join, rows}`` of a text, null where rows cannot say it: brackets, and with or, a word that is none. */
export function rowsOf(text) {
  if (!text?.trim()) return { join: "and", rows: [] };
  const rest = tokens(text);
  if (!rest) return null;
  const joins = new Set();
  const rows = [];
  for (;;) {
    const one = row(rest);
    if (!one) return null;
    rows.push(one);
    if (!rest.length) break;
    const join = rest.shift();
    if (join.kind !== "word" || !["and", "or"].includes(join.value)) return null;
    joins.add(join.value);
  }
  return joins.size > 1 ? null : { join: [...joins][0] || "and", rows };
}

const DEEPEST = 20; // brackets and negations within each other, as the kernel reads them

/** Returns a text as ``{name, sign, value}``, ``{not}`` or ``{join, parts}``, brackets and all; null where it cannot be read. */
export function treeOf(text) {
  const rest = tokens(text || "");
  const take = (kind, value) => rest[0]?.kind === kind && rest[0].value === value && Boolean(rest.shift());
  const joined = (join, inner) => (depth) => {
    const parts = [];
    do {
      const one = inner(depth);
      if (!one) return null;
      parts.push(one);
    } while (take("word", join));
    return parts.length > 1 ? { join, parts } : parts[0];
  };
  function term(depth) {
    if (depth > DEEPEST) return null;
    if (take("word", "not")) {
      const part = term(depth + 1);
      return part && { not: part };
    }
    if (!take("bracket", "(")) return row(rest);
    const found = either(depth + 1);
    return found && take("bracket", ")") ? found : null;
  }
  const either = joined("or", joined("and", term));
  const found = rest?.length ? either(0) : null;
  return found && !rest.length ? found : null;
}

/** Returns a tree in words; ``compare`` gives those of one comparison. */
export function inWords(tree, compare, around = "") {
  if (tree.not) return `不是（${inWords(tree.not, compare)}）`;
  if (!tree.join) return compare(tree);
  const inner = tree.parts.map((part) => inWords(part, compare, tree.join)).join(tree.join === "and" ? "，并且" : "，或者");
  return around && around !== tree.join ? `（${inner}）` : inner;
}

const literal = (value) => (typeof value !== "string" ? String(value) : value.includes("'") ? `"${value}"` : `'${value}'`);

/** Returns rows as text; "" where there are none. */
export const textOf = ({ join, rows }) => rows.map(({ name, sign, value }) => `${name} ${sign} ${literal(value)}`).join(` ${join} `);

/** Returns whether a row says something: a value that the language can write stands in it. */
export const isWhole = ({ name, value }) => Boolean(name) && value !== "" && value !== undefined
  && (typeof value !== "string" || !/[\\\n]/.test(value) && !(value.includes("'") && value.includes('"')))
  && (typeof value !== "number" || /^-?\d{1,15}(\.\d{1,9})?$/.test(String(value)));

/** Returns the names that any text compares, with the values, as far as it can be read. */
export function compared(text) {
  const found = [];
  const rest = (text || "").split(/[()]|\band\b|\bor\b|\bnot\b/).map((part) => rowsOf(part));
  for (const part of rest) if (part) found.push(...part.rows);
  return found;
}

/** Reads the names that a procedure gives its data: ``area=建筑面积；kind.new=新建``. */
export const labelsOf = (text) => new Map((text || "").split(/[;；]/).map((part) => [part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)].map((one) => one.trim())).filter(([name, label]) => name && label));
export const labelText = (labels) => [...labels].map(([name, label]) => `${name}=${label}`).join("；");

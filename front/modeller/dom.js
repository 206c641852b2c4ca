// Small makers of page parts for the panel.
let count = 0;

/** Makes an element; words beginning with "on" are listeners, what is undefined or false is left out. */
export function make(tag, words = {}, ...inside) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(words)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...inside.flat().filter((part) => part !== undefined && part !== null && part !== false));
  return made;
}

export const button = (words, click, more = {}) => make("button", { type: "button", class: "btn quiet small", onclick: click, ...more }, words);

function labelled(label, hint, control) {
  control.id ||= `m-${(count += 1)}`;
  const told = hint && make("p", { class: "hint", id: `${control.id}-h` }, hint);
  if (told) control.setAttribute("aria-describedby", told.id);
  return make("div", { class: "field" }, make("label", { class: "label", for: control.id }, label), told, control);
}

/** A line, or a few, of text; ``change`` is told the new value once it is done with. */
export function text(label, value, change, { hint, list, lines, fixed, max, ...more } = {}) {
  const control = make(lines ? "textarea" : "input", { class: "input", rows: lines, maxlength: max, readonly: fixed, list: list && `${list}-list`, autocomplete: "off", ...more });
  control.value = value || "";
  once(control, () => control.value.trim(), change);
  return labelled(label, hint, control);
}

/** Tells a new value when a control is left, or when its author has stopped typing; each value once. */
function once(control, read, change) {
  let told = read();
  let timer = 0;
  const tell = () => {
    clearTimeout(timer);
    if (read() === told || !control.isConnected) return;
    told = read();
    change(told);
  };
  control.addEventListener("change", tell);
  control.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(tell, 800);
  });
}

/** A choice; ``options`` returns pairs of code and words, with the part they stand in, and is asked again by ``refresh``. */
export function choice(label, value, options, change, { hint, empty = "（不填）", ...more } = {}) {
  const control = make("select", { class: "input", ...more });
  control.refresh = () => {
    const now = control.options.length ? control.value : value || "";
    const pairs = [...(empty === null ? [] : [["", empty]]), ...options()];
    if (now && !pairs.some(([code]) => code === now)) pairs.push([now, `${now}（不在可选之列）`]);
    const parts = new Map(); // options with a part stand under its name
    for (const [code, words, part = ""] of pairs) parts.set(part, [...(parts.get(part) || []), make("option", { value: code }, words)]);
    control.replaceChildren(...[...parts].flatMap(([part, made]) => (part ? make("optgroup", { label: part }, made) : made)));
    control.value = now;
  };
  control.refresh();
  control.addEventListener("change", () => change(control.value));
  return labelled(label, hint, control);
}

/** A box to tick. */
export function tick(label, value, change, { hint } = {}) {
  const control = make("input", { type: "checkbox", id: `m-${(count += 1)}` });
  control.checked = value;
  control.addEventListener("change", () => change(control.checked));
  return make("div", { class: "field" }, make("label", { class: "tick", for: control.id }, control, label), hint && make("p", { class: "hint" }, hint));
}

/** A number with its unit, read from and given as "5wd"; another text is shown as it stands. */
export function length(label, value, units, change, { hint } = {}) {
  const [, number = "", unit = ""] = /^(\d+)([a-z]+)$/.exec(value || "") || [];
  const odd = value && !number;
  const count_ = make("input", { class: "input", inputmode: "numeric", maxlength: 4, "aria-label": `${label}：数`, autocomplete: "off" });
  const unit_ = make("select", { class: "input", "aria-label": `${label}：单位` }, units.map(([code, words]) => make("option", { value: code }, words)));
  count_.value = number;
  unit_.value = unit || "wd";
  const read = () => (count_.value.trim() ? `${count_.value.trim()}${unit_.value}` : "");
  once(count_, read, change);
  unit_.addEventListener("change", () => change(read()));
  const told = [hint, odd && `现在是 ${value}；填写后改用上面的写法。`].filter(Boolean);
  return make("fieldset", { class: "field" }, make("legend", { class: "label" }, label), make("div", { class: "m-pair" }, count_, unit_), told.map((words) => make("p", { class: "hint" }, words)));
}

export const group = (title, ...parts) => make("section", { class: "m-group" }, make("h3", {}, title), ...parts);

/** A part that opens and closes; open from the start where something stands in it. */
export const fold = (title, open, ...parts) => make("details", { class: "fold m-fold", open }, make("summary", {}, title), ...parts);

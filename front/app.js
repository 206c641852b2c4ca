// The pages work without this. It adds eight comforts and htmx.
//
// htmx has one use here: a region that keeps itself fresh while a case moves, written in the page as
//   <div hx-get="{{ url }}" hx-trigger="every 60s" hx-swap="outerHTML">…</div>
// Its settings stand in the <meta name="htmx-config"> of base.html, since htmx reads them as it loads; requests stay
// on the same origin (its default), no style is injected, and the policy of the pages forbids evaluating strings.
import "htmx.org/dist/htmx.esm.js";

/** Puts the reader where the errors are told. */
function meetErrors() {
  document.querySelector("[data-focus]")?.focus();
}

/** Lets a form be sent once; coming back to the page frees it. */
function sendOnce() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    const button = event.submitter;
    // After the browser has read the form: a disabled button would not be sent with it.
    if (button) setTimeout(() => { button.disabled = true; button.dataset.words ??= button.textContent; button.textContent = "正在提交…"; });
  });
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
    for (const button of document.querySelectorAll("button[data-words]")) {
      button.disabled = false;
      button.textContent = button.dataset.words;
    }
  });
}

/** Tells how many characters are left, quietly, once a limit is near. */
function countDown() {
  document.addEventListener("input", (event) => {
    const box = event.target;
    const told = box.dataset?.counter && document.getElementById(box.dataset.counter);
    if (told) told.textContent = `还可以写 ${box.maxLength - box.value.length} 字`;
  });
}

/** Prints the page from a button, which is hidden where there is no script. */
function printing() {
  for (const button of document.querySelectorAll("button[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}

/** Takes the red off fields with which the server finds nothing wrong any more. */
function heal(form, wrong) {
  for (const field of form.querySelectorAll(".field.bad")) {
    const control = field.querySelector("[name]");
    const key = control && control.name.split("-")[0].replace(/^statutory_.*/, "statutory");
    if (!key || wrong.includes(key)) continue;
    field.classList.remove("bad");
    for (const one of field.querySelectorAll(".wrong")) one.remove();
    for (const one of field.querySelectorAll("[aria-invalid]")) one.removeAttribute("aria-invalid");
  }
}

/** Puts what a save has answered in the place of what the page said before it: what only the server can tell again is
 * hidden, and a link to it stands there. */
function renew(found) {
  for (const one of document.querySelectorAll("[data-autosave-left]")) one.textContent = found.left;
  for (const one of document.querySelectorAll("[data-autosave-stale]")) one.hidden = true;
  for (const one of document.querySelectorAll("[data-autosave-fresh]")) one.hidden = false;
  for (const one of document.querySelectorAll(".page-head .lead")) one.textContent = one.textContent.replace(/第 \d+ 稿/, `第 ${found.revision} 稿`);
}

const PAUSE = 180; // ms without a key after which suggestions are asked for

/** Suggests what may be meant while somebody types in a search box: a combobox with a list (ARIA 1.2). Without this,
 * or where nothing comes, the box is what it was. A key leads to the list only once somebody moves into it. */
function suggest() {
  let number = 0;
  for (const box of document.querySelectorAll("input[data-suggest]")) {
    const list = document.createElement("ul"), told = document.createElement("p");
    const id = `suggested-${number += 1}`;
    let asked = 0, waiting = 0, at = -1;
    Object.assign(list, { id, className: "suggested", hidden: true });
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "可能要找的");
    told.className = "vh";
    told.setAttribute("aria-live", "polite");
    box.parentElement.classList.add("suggests");
    box.after(list, told);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id })) box.setAttribute(name, value);

    const move = (to) => {
      at = to;
      [...list.children].forEach((one, place) => one.setAttribute("aria-selected", String(place === at)));
      if (at < 0) box.removeAttribute("aria-activedescendant");
      else {
        box.setAttribute("aria-activedescendant", list.children[at].id);
        list.children[at].scrollIntoView({ block: "nearest" });
      }
    };
    const close = () => {
      asked += 1; // what still comes is too late
      clearTimeout(waiting);
      list.hidden = true;
      box.setAttribute("aria-expanded", "false");
      move(-1);
    };
    const show = (found) => {
      list.replaceChildren(...found.map((one, place) => {
        const option = document.createElement("li"), words = document.createElement("span"), sort = document.createElement("small");
        option.id = `${id}-${place}`;
        option.setAttribute("role", "option");
        option.dataset.url = one.url;
        words.textContent = one.words;
        sort.textContent = one.sort;
        option.append(words, sort);
        return option;
      }));
      move(-1);
      list.hidden = !found.length;
      box.setAttribute("aria-expanded", String(!list.hidden));
      told.textContent = found.length ? `有 ${found.length} 条建议，按上下键选择` : "";
    };
    const ask = async () => {
      const text = box.value.trim(), mine = asked += 1;
      if (!text) { close(); return; }
      try {
        const place = new URLSearchParams(location.search).get("place");
        const answer = await fetch(`${box.dataset.suggest}?${new URLSearchParams({ q: text, ...(place && { place }) })}`);
        const found = answer.ok ? (await answer.json()).suggestions : [];
        if (mine === asked && document.activeElement === box) show(found);
      } catch {
        if (mine === asked) close();
      }
    };
    box.addEventListener("input", (event) => {
      clearTimeout(waiting);
      if (!event.isComposing) waiting = setTimeout(ask, PAUSE); // letters on the way to a character are no words yet
    });
    box.addEventListener("compositionend", () => { clearTimeout(waiting); waiting = setTimeout(ask, PAUSE); });
    box.addEventListener("keydown", (event) => {
      if (event.isComposing || list.hidden) return;
      const last = list.children.length - 1;
      if (event.key === "ArrowDown") move(at < last ? at + 1 : -1);
      else if (event.key === "ArrowUp") move(at < 0 ? last : at - 1);
      else if (event.key === "Escape") close();
      else if (event.key === "Enter" && at >= 0) location.assign(list.children[at].dataset.url);
      else return;
      event.preventDefault();
    });
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) location.assign(option.dataset.url);
    });
    box.addEventListener("blur", close);
  }
}

const RETRY = 5000; // ms after which a save that did not come through is tried again

/** Saves a long form while it is written, under the revision that was seen; tries again when the line is lost, warns
 * before unsaved words are left behind, and once somebody else has saved, it stops and says so. */
function saveAsWritten() {
  for (const form of document.querySelectorAll("form[data-autosave]")) {
    const told = form.querySelector("[data-autosave-told]");
    let waiting = 0, busy = false, again = false, stopped = false, unsaved = false, strokes = 0;
    let byHand = false; // somebody asked for it: it has an entry of its own
    const save = async () => {
      if (stopped || form.dataset.sent) return;
      if (busy) { again = true; return; }
      clearTimeout(waiting);
      busy = true;
      told.textContent = "正在保存…";
      const seen = strokes, asked = byHand;
      byHand = false;
      let why = "没有连上";
      try {
        const body = new FormData(form);
        for (const file of form.querySelectorAll("input[type=file]")) body.delete(file.name);
        if (asked) body.set("by_hand", "1");
        const answer = await fetch(form.dataset.autosave, { method: "POST", body });
        if (answer.redirected) why = "登录已过期，请另开窗口登录";
        const found = await answer.json();
        if (answer.status >= 500) throw new Error("later");
        unsaved = strokes !== seen || !answer.ok;
        if (found.revision) for (const one of document.querySelectorAll('input[name="revision"]')) one.value = found.revision;
        stopped = answer.status === 409;
        told.textContent = answer.ok ? `已保存：${found.said}` : `未保存：${found.said}`;
        if (found.wrong) heal(form, found.wrong);
        if (answer.ok) renew(found);
      } catch {
        byHand ||= asked;
        told.textContent = `未保存：${why}。写的内容还在这一页，每隔几秒自动再试；请不要关闭这一页。`;
        waiting = setTimeout(save, RETRY);
      }
      busy = false;
      if (again) { again = false; save(); }
    };
    form.addEventListener("input", () => {
      unsaved = true;
      strokes += 1;
      if (!stopped) told.textContent = "未保存：停笔三秒自动保存。";
      clearTimeout(waiting);
      waiting = setTimeout(save, 3000);
    });
    form.querySelector("[data-save-here]")?.addEventListener("click", (event) => {
      if (stopped) return;
      event.preventDefault(); // the page stays where it is
      byHand = true;
      save();
    });
    form.addEventListener("submit", () => clearTimeout(waiting));
    window.addEventListener("online", () => { if (unsaved) save(); });
    window.addEventListener("beforeunload", (event) => {
      if (!unsaved || form.dataset.sent) return;
      event.preventDefault();
      event.returnValue = "";
    });
  }
}

/** Opens a flowchart that is wider than its frame where the matter stands, else at its beginning. */
function meetPosition() {
  const look = (frame) => {
    const over = frame.scrollWidth > frame.clientWidth + 1;
    if (frame.previousElementSibling?.matches(".pf-more")) frame.previousElementSibling.hidden = !over;
    const at = over && (frame.querySelector(".pf-now, .pf-stuck") || frame.querySelector(".pf-node"))?.getBoundingClientRect();
    if (at) frame.scrollLeft += at.left + at.width / 2 - (frame.getBoundingClientRect().left + frame.clientWidth / 2);
  };
  const all = (within) => { for (const frame of within.querySelectorAll(".pf-fit")) look(frame); };
  all(document);
  document.addEventListener("toggle", (event) => { if (event.target.open) all(event.target); }, true); // what was folded has a width now
  document.addEventListener("htmx:load", (event) => all(event.target));
}

const MOST_CASES = 20; // alternatives of one condition

/** Offers one more alternative once every one of a condition is chosen; without script the next save does. */
function oneMoreCase() {
  document.addEventListener("change", (event) => {
    const found = /^(.+-(?:when|required_when))(?:-\d+)?$/.exec(event.target.name ?? "");
    if (!found || event.target.tagName !== "SELECT") return;
    const all = [...document.querySelectorAll("select")].filter((one) => one.name === found[1] || one.name.startsWith(`${found[1]}-`));
    if (all.length >= MOST_CASES || all.some((one) => !one.value)) return;
    const last = all[all.length - 1].closest(".field"), next = last.cloneNode(true);
    const select = next.querySelector("select"), label = next.querySelector("label");
    select.name = `${found[1]}-${all.length + 1}`;
    select.id = label.htmlFor = `f-${select.name}`;
    for (const one of next.querySelectorAll(".hint, .wrong")) one.remove();
    for (const name of ["aria-describedby", "aria-invalid"]) select.removeAttribute(name);
    if (all.length === 1) label.firstChild.data = `${label.firstChild.data}，或者`;
    select.options[0].textContent = "没有别的情况";
    select.value = "";
    last.after(next);
  });
}

for (const comfort of [meetErrors, sendOnce, countDown, printing, saveAsWritten, oneMoreCase, suggest, meetPosition]) comfort();

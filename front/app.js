// The pages work without this. It adds five comforts and htmx.
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

/** Saves a long form while it is written, under the revision that was seen; once somebody else has saved, it stops and says so. */
function saveAsWritten() {
  for (const form of document.querySelectorAll("form[data-autosave]")) {
    const told = form.querySelector("[data-autosave-told]");
    let waiting = 0, busy = false, again = false, stopped = false;
    const save = async () => {
      if (stopped || form.dataset.sent) return;
      if (busy) { again = true; return; }
      busy = true;
      try {
        const body = new FormData(form);
        for (const file of form.querySelectorAll("input[type=file]")) body.delete(file.name);
        const answer = await fetch(form.dataset.autosave, { method: "POST", body });
        const found = await answer.json();
        if (found.revision) for (const one of document.querySelectorAll('input[name="revision"]')) one.value = found.revision;
        stopped = answer.status === 409;
        told.textContent = found.said;
        if (found.wrong) heal(form, found.wrong);
      } catch {
        told.textContent = "没有连上，还没有保存。连上以后继续写会再存一次，也可以点“保存”。";
      }
      busy = false;
      if (again) { again = false; save(); }
    };
    form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(save, 3000); });
    form.addEventListener("submit", () => clearTimeout(waiting));
  }
}

for (const comfort of [meetErrors, sendOnce, countDown, printing, saveAsWritten]) comfort();

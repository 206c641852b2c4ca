// Keeps a draft: sent when its author has stopped for a moment, against the revision that was seen.
import { chinese } from "./words.js";

const WAIT = 1500; // milliseconds without a change
const AGAIN = 20000; // milliseconds until a failed save is tried again
const LONGEST = 30000; // milliseconds after which no answer is a failed save

/** ``page``: {save, revision, token}; ``read`` gives the file; ``told`` and ``found`` show how it went. */
export function saving(page, read, told, found) {
  let revision = page.revision;
  let changes = 0;
  let saved = 0;
  let timer = 0;
  let busy = Promise.resolve();
  let stopped = false;
  let unanswered = ""; // a file that was sent and may have been kept, though no answer came

  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(() => now(), wait);
  };

  async function send() {
    const at = changes;
    told("saving", "正在保存…");
    const waiting = new AbortController();
    const late = setTimeout(() => waiting.abort(), LONGEST);
    let xml = "";
    try {
      xml = await read();
      const answer = await fetch(`${page.save}?revision=${revision}`, {
        method: "POST",
        headers: { "Content-Type": "application/xml", "X-CSRFToken": page.token },
        body: xml,
        redirect: "manual",
        signal: waiting.signal,
      });
      if (answer.status === 409) xml = ""; // nothing of this one was kept
      if (answer.status === 409 && await mine(waiting.signal)) return later(0);
      unanswered = "";
      await heard(answer, at);
    } catch (error) {
      unanswered = xml || unanswered;
      const why = waiting.signal.aborted ? `${LONGEST / 1000} 秒没有答复` : chinese(error.message);
      told("failed", `保存失败：连不上服务器或图不能写成文件（${why}）。请不要关闭页面，稍后会再试。`);
      later(AGAIN);
    } finally {
      clearTimeout(late);
    }
  }

  /** Tells whether the newer revision is this page's own save whose answer was lost; then it goes on from there. */
  async function mine(signal) {
    if (!unanswered) return false;
    const answer = await fetch(page.save, { headers: { Accept: "application/xml" }, signal });
    const same = answer.ok && await answer.text() === unanswered;
    unanswered = "";
    if (same) revision = Number(answer.headers.get("X-Revision"));
    return same;
  }

  async function heard(answer, at) {
    const json = (answer.headers.get("Content-Type") || "").includes("json");
    const body = json ? await answer.json() : {};
    if (answer.status === 409) {
      stopped = true;
      told("failed", `保存失败：${body.error || "别人已经保存了新的一稿。"}您画的还在这一页：请先导出，再刷新页面。`);
    } else if (body.saved === true || (answer.ok && "revision" in body)) {
      revision = body.revision;
      saved = at;
      told(saved === changes ? "saved" : "dirty", saved === changes ? `已保存（第 ${revision} 稿）` : "未保存");
      if (saved === changes) found(body.findings || []);
      else later(WAIT);
    } else {
      const reason = answer.type === "opaqueredirect" || answer.status === 403 ? "登录已过期或没有权限，请在另一页登录后再试。" : body.error || `服务器没有接受（${answer.status}）。`;
      told("failed", `保存失败：${reason}`);
      if (body.findings?.length) found(body.findings);
    }
  }

  /** Saves at once, but never while another save is on its way: that one's revision is what the next is written over. */
  function now() {
    clearTimeout(timer);
    busy = busy.then(() => (stopped ? undefined : send()));
    return busy;
  }

  function changed() {
    changes += 1;
    if (stopped) return;
    told("dirty", "未保存");
    later(WAIT);
  }
  window.addEventListener("beforeunload", (event) => {
    if (saved === changes) return;
    event.preventDefault();
    event.returnValue = ""; // browsers of 2021 ask for it
  });
  return { changed, now, waiting: () => saved !== changes };
}

// Keeps a draft: sent when its author has stopped for a moment, against the revision that was seen.
const WAIT = 1500; // milliseconds without a change
const AGAIN = 20000; // milliseconds until a failed save is tried again

/** ``page``: {save, revision, token}; ``read`` gives the file; ``told`` and ``found`` show how it went. */
export function saving(page, read, told, found) {
  let revision = page.revision;
  let changes = 0;
  let saved = 0;
  let timer = 0;
  let busy = null;
  let stopped = false;

  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(() => now(), wait);
  };

  async function send() {
    const at = changes;
    told("saving", "正在保存…");
    try {
      const xml = await read();
      const answer = await fetch(`${page.save}?revision=${revision}`, {
        method: "POST",
        headers: { "Content-Type": "application/xml", "X-CSRFToken": page.token },
        body: xml,
        redirect: "manual",
      });
      await heard(answer, at);
    } catch (error) {
      told("failed", `保存失败：连不上服务器或图不能写成文件（${error.message}）。请不要关闭页面，稍后会再试。`);
      later(AGAIN);
    }
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

  async function now() {
    clearTimeout(timer);
    if (stopped) return;
    await busy;
    busy = send();
    await busy;
    busy = null;
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

// Files in and out: a file is checked by the server as it stands before anything of the drawing is replaced.
import { button, make } from "./dom.js";

export function download(name, type, content) {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = make("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

/** Returns a file's text, read in the encoding that it names, and named UTF-8 from then on. */
function text(content) {
  const head = new TextDecoder("latin1").decode(content.slice(0, 200));
  const named = /^[^<]*<\?xml[^>]*encoding=["']([A-Za-z0-9._-]+)["']/.exec(head)?.[1] || "utf-8";
  const found = new TextDecoder(named, { fatal: true }).decode(content);
  return found.replace(/^(\s*<\?xml[^>]*encoding=["'])[A-Za-z0-9._-]+/, "$1UTF-8");
}

/** ``page``: {check, largest, token}; ``load`` puts a file on the canvas; ``say`` tells what happened, with parts. */
export function importing(page, load, found, say) {
  async function take(file) {
    if (file.size > page.largest) {
      say("error", `“${file.name}”有 ${file.size} 字节，最多 ${page.largest} 字节，没有导入。请删去无关内容后再试。`);
      return;
    }
    const content = await file.arrayBuffer();
    let answer;
    try {
      answer = await fetch(page.check, { method: "POST", headers: { "Content-Type": "application/xml", "X-CSRFToken": page.token }, body: content, redirect: "manual" });
    } catch (error) {
      say("error", `没有导入：连不上服务器（${error.message}）。请稍后再试。`);
      return;
    }
    const body = (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : {};
    if (body.compiles) {
      await put(file, body.laid_out || content, "success", `已导入“${file.name}”。`);
      found(body.findings);
    } else if (body.findings?.length) {
      refused(file, content, body.findings);
    } else {
      say("error", `没有导入“${file.name}”：${body.error || `服务器没有接受（${answer.status}），登录可能已过期。`}`);
    }
  }

  /** Tells what is refused; whoever wants to may open the file all the same, to put it right on the canvas. */
  function refused(file, content, told) {
    const lines = told.slice(0, 8).map((one) => make("li", {}, `${one.line ? `第 ${one.line} 行 ` : ""}${one.element}：${one.message}`));
    if (told.length > lines.length) lines.push(make("li", {}, `……还有 ${told.length - lines.length} 处。`));
    const open = button("仍要打开，在图上修改", async () => {
      await put(file, content, "warn", `“${file.name}”还不能办理，请按下面的清单修改。`);
      found(told);
    });
    say("error", `没有导入“${file.name}”：有 ${told.length} 处本平台不支持或写得不对。图没有变。`, make("ul", {}, lines), told[0].line ? open : null);
  }

  async function put(file, xml, kind, words) {
    try {
      const lost = await load(typeof xml === "string" ? xml : text(xml));
      say(kind, words, lost.length ? make("ul", {}, lost.map((one) => make("li", {}, one))) : null);
    } catch (error) {
      say("error", `没有导入“${file.name}”：${error.message}。图没有变。`);
    }
  }
  return take;
}

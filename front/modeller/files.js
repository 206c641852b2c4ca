// Files in and out: a file is checked by the server as it stands before anything of the drawing is replaced.
import { button, make } from "./dom.js";
import { chinese } from "./words.js";

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

/** Returns a list that is open while it is short. */
export const told = (title, lines) => make("details", { open: lines.length <= 6 }, make("summary", {}, title), make("ul", { class: "m-told" }, lines.map((one) => make("li", {}, one))));

/** Tells whether a finding is about what no drawing shows. */
const foreign = (one) => /不支持的属性|附加内容/.test(one.message) || /^(import|ioSpecification|itemDefinition|resource|dataStore|dataObject|property|signal|error|escalation|interface|potentialOwner|performer)$/.test(one.xml || "");

/** Tells in words that a draft keeps its own key and name, "" where the file has the same. */
const kept = (was) => (was ? `流程编号和名称仍用这份草稿的“${was.name}”（${was.key}），没有用文件里的“${was.stated_name || "没有名称"}”（${was.stated_key || "没有编号"}）；要改请在右边“流程”里改。` : "");

/** ``page``: {check, largest, token}; ``load`` puts a file on the canvas; ``own`` gives the draft's key and name, which it keeps; ``say`` tells what happened, with parts. */
export function importing(page, { load, own, found, say, recheck }) {
  async function take(file) {
    if (file.size > page.largest) {
      say("error", `“${file.name}”有 ${Math.ceil(file.size / 1024)} KB，最多 ${page.largest / 1024} KB，没有导入。请删去无关内容后再试。`);
      return;
    }
    const content = await file.arrayBuffer();
    let answer;
    try {
      const headers = { "Content-Type": "application/xml", "X-CSRFToken": page.token };
      answer = await fetch(`${page.check}?${new URLSearchParams(own() || {})}`, { method: "POST", headers, body: content, redirect: "manual" });
    } catch (error) {
      say("error", `没有导入：连不上服务器（${chinese(error.message)}）。请稍后再试。`);
      return;
    }
    const body = (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : {};
    const xml = body.laid_out || body.xml || content;
    if (body.compiles) {
      if (await put(file, xml, "success", `已导入“${file.name}”。${kept(body.kept)}`)) found(body.findings);
    } else if (body.findings?.length) {
      refused(file, xml, body.findings, kept(body.kept));
    } else {
      say("error", `没有导入“${file.name}”：${body.error || `服务器没有接受（${answer.status}），登录可能已过期。`}`);
    }
  }

  /** Tells what is refused; whoever wants to may open the file all the same, to put it right on the canvas. */
  function refused(file, content, wrong, own_) {
    const lines = wrong.map((one) => make("li", {}, `${one.line ? `第 ${one.line} 行 ` : ""}${one.called || one.element}：${one.message}${one.xml && !one.message.includes(one.xml) ? `（${one.xml}）` : ""}`));
    const rest = lines.splice(8);
    const more = rest.length ? make("details", {}, make("summary", {}, `其余 ${rest.length} 处`), make("ul", {}, rest)) : null;
    const open = button("仍要打开，在图上修改", async () => {
      if (await put(file, content, "warn", `“${file.name}”还不能办理，请按下面的清单修改。${own_}`)) found(wrong);
    });
    const plain = button("去掉图上没有的附加内容，再打开", async () => {
      const taken = await put(file, content, "warn", `“${file.name}”已去掉图上没有的附加内容，请核对去掉了什么，再按检查结果修改。${own_}`, true);
      if (taken) await recheck();
    });
    const ways = wrong[0].element !== "文件" && make("div", { class: "m-row" }, open, wrong.some(foreign) && plain);
    say("error", `没有导入“${file.name}”：有 ${wrong.length} 处本平台不支持或写得不对。图没有变。`, make("ul", {}, lines), more, ways || null);
  }

  async function put(file, xml, kind, words, strip = false) {
    try {
      const lost = await load(typeof xml === "string" ? xml : text(xml), strip);
      say(kind, words, lost.length ? told(`共 ${lost.length} 处`, lost) : null);
      return true;
    } catch (error) {
      say("error", `没有导入“${file.name}”：${chinese(error.message)}。图没有变。`);
      return false;
    }
  }
  return take;
}

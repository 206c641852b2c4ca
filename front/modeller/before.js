// What stood on the canvas before a file was opened: kept in memory until the page is left, since no undoing goes back over it.
import { button } from "./dom.js";

/** ``read`` gives the drawing; ``put`` puts one on the canvas and saves it; ``say`` tells what happened, with parts. */
export function before({ read, put, say }) {
  const kept = []; // the last one opened over comes back first

  async function back() {
    const now = await read();
    const xml = kept.at(-1);
    await put(xml);
    kept.pop();
    say("success", "已恢复打开文件以前的图，并已送去保存。", button("换回恢复以前的图", () => again(now, xml)));
  }

  async function again(now, xml) {
    await put(now);
    kept.push(xml);
    say("success", "已换回恢复以前的图，并已送去保存。");
  }

  /** Returns the button, which works once: what it leads to says anew what is offered. */
  function offer(failed) {
    return kept.length > 0 && button("恢复打开文件以前的图", (event) => {
      event.currentTarget.disabled = true;
      back().catch(failed);
    });
  }

  return { keep: (xml) => kept.push(xml), offer };
}

// What stood on the canvas before a file was opened or something was taken out of it: kept in memory until the page is
// left, since no undoing goes back over it.
import { button } from "./dom.js";

/** ``read`` gives the drawing; ``put`` puts one on the canvas and saves it; ``say`` tells what happened, with parts. */
export function before({ read, put, say }) {
  const kept = []; // {xml, did}: the last one comes back first, "did" says what was done to it

  async function back() {
    const now = await read();
    const last = kept.at(-1);
    await put(last.xml);
    kept.pop();
    say("success", `已恢复${last.did}以前的图，并已送去保存。`, button("换回恢复以前的图", () => again(now, last)));
  }

  async function again(now, last) {
    await put(now);
    kept.push(last);
    say("success", "已换回恢复以前的图，并已送去保存。");
  }

  /** Returns the button, which works once: what it leads to says anew what is offered. */
  function offer(failed) {
    return kept.length > 0 && button(`恢复${kept.at(-1).did}以前的图`, (event) => {
      event.currentTarget.disabled = true;
      back().catch(failed);
    });
  }

  return { keep: (xml, did) => kept.push({ xml, did }), offer };
}

// Decisions by keys: 1, 2, 3 on the link that the reader is at, Backspace takes back, 0 goes on.
import { say } from "./browser/language";
import { announce } from "./browser/live_region";
import { startQueue } from "./review/queue";

const FIELDS = "input, textarea, select, [contenteditable]:not([contenteditable='false'])";
const KEYS = /^([0-3]|Backspace)$/;

startQueue();

document.addEventListener("keydown", (event) => {
  const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
  if (!isPlain || event.isComposing || event.repeat || !KEYS.test(event.key)) return;
  const at = document.activeElement;
  if (at?.closest(FIELDS)) return;
  const bar = barAt(at);
  if (!bar) {
    if (document.querySelector("[data-decide]")) {
      announce(say("先用 Tab 键选一条关联", "Choose a link first, with the Tab key"));
    }
    return;
  }
  const control =
    bar.querySelector<HTMLElement>(`[data-key="${event.key}"]`) ??
    document.querySelector<HTMLElement>(`[data-last-key="${event.key}"]:not([hidden])`);
  if (!control) return;
  event.preventDefault();
  control.click();
});

/** The form of the link that holds the focus; the only one there is needs none. */
function barAt(at: Element | null): Element | null {
  const bars = document.querySelectorAll("[data-decide]");
  if (bars.length === 1) return bars[0] ?? null;
  return at?.closest("article, .decide")?.querySelector("[data-decide]") ?? null;
}

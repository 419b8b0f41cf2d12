// What every page has: buttons that copy, and `/` for the search box.
import { say } from "./browser/language";
import { announce } from "./browser/live_region";

const SHOWN_MS = 2000;

document.addEventListener("click", (event) => {
  const button = closest(event.target, "button[data-copy]");
  if (button) void copyFrom(button);
});

document.addEventListener("keydown", (event) => {
  const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing;
  // Behind a shadow tree the event says its host; what was typed in is first on its path.
  const typedIn = event.composedPath()[0] ?? null;
  if (event.key !== "/" || !isPlain || closest(typedIn, FIELDS)) return;
  const box = document.querySelector<HTMLInputElement>('[role="search"] input[type="search"]');
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});

const FIELDS = "input, textarea, select, [contenteditable]:not([contenteditable='false'])";

function closest(target: EventTarget | null, selector: string): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>(selector) : null;
}

/** Copy `data-copy`, or where it is empty the address of the page, and say so on the button. */
async function copyFrom(button: HTMLElement): Promise<void> {
  const isDone = await copied(button.dataset.copy || location.href);
  const word = isDone ? say("已复制", "Copied") : say("没能复制", "Not copied");
  announce(word);
  if (button.dataset.copyLabel !== undefined) return;
  button.dataset.copyLabel = button.textContent ?? "";
  button.textContent = word;
  setTimeout(() => {
    button.textContent = button.dataset.copyLabel ?? "";
    delete button.dataset.copyLabel;
  }, SHOWN_MS);
}

/** Closed networks speak plain HTTP, where browsers have no `navigator.clipboard`. */
async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copiedThroughField(text);
  }
}

function copiedThroughField(text: string): boolean {
  const before = document.activeElement;
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "vh";
  document.body.append(field);
  field.select();
  const isDone = document.execCommand("copy");
  field.remove();
  if (before instanceof HTMLElement) before.focus();
  return isDone;
}

// Files are dropped on the page, checked against its limits, and followed while they are read.
import { say } from "./browser/language";
import { announce } from "./browser/live_region";

const PAUSE_MS = 700;
const MEGABYTE = 1_000_000;

const zone = document.getElementById("drop");
const input = document.getElementById("file");
if (zone instanceof HTMLFormElement && input instanceof HTMLInputElement) watch(zone, input);
follow();

function watch(zone: HTMLFormElement, input: HTMLInputElement): void {
  for (const name of ["dragenter", "dragover"]) {
    document.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.add("over");
    });
  }
  document.addEventListener("dragleave", (event) => {
    if (!(event as DragEvent).relatedTarget) zone.classList.remove("over");
  });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    const files = (event as DragEvent).dataTransfer?.files;
    if (!files?.length) return;
    input.files = files;
    if (fits(zone, files)) zone.submit();
  });
  input.addEventListener("change", () => {
    if (input.files && !fits(zone, input.files)) input.value = "";
  });
}

/** Say which files there are, or what is too much of them. */
function fits(zone: HTMLElement, files: FileList): boolean {
  const [megabytes, most] = [Number(zone.dataset.megabytes), Number(zone.dataset.files)];
  const large = [...files].find((file) => file.size > megabytes * MEGABYTE);
  if (large) {
    return tell(say(`${large.name} 超过 ${megabytes} MB`, `${large.name} is over ${megabytes} MB`));
  }
  if (files.length > most) {
    return tell(say(`一次不超过 ${most} 份`, `No more than ${most} at a time`));
  }
  tell([...files].map((file) => file.name).join(say("、", ", ")));
  return true;
}

function tell(words: string): false {
  const line = document.getElementById("chosen");
  if (line) line.textContent = words;
  announce(words);
  return false;
}

/** Load the page again when a file is a step further. */
function follow(): void {
  const under = document.querySelectorAll<HTMLElement>(
    "[data-entry][data-state=reading], [data-entry][data-state=comparing]",
  );
  if (under.length === 0 || isWritten()) return;
  setTimeout(async () => {
    const changed = await Promise.all([...under].map(isFurther));
    if (changed.some(Boolean) && !isWritten()) location.reload();
    else follow();
  }, PAUSE_MS);
}

async function isFurther(element: HTMLElement): Promise<boolean> {
  try {
    const answer = await fetch(`/add/${element.dataset.entry}/progress`);
    const { state } = (await answer.json()) as { state: string };
    return state !== element.dataset.state;
  } catch {
    return false;
  }
}

/** Whether somebody is filling in the header: a new page would lose that. */
function isWritten(): boolean {
  return [...document.querySelectorAll<HTMLInputElement>(".fields input")].some(
    (field) => field.value !== field.defaultValue,
  );
}

import { found } from "../browser/elements";

/** Let the reader narrow the list of examples by words in their titles and questions. */
export function filterExamples(): void {
  const box = found("filter", HTMLInputElement);
  const none = found("no-example", HTMLElement);
  const sections = [...document.querySelectorAll<HTMLElement>(".examples section")];
  box.hidden = false;
  box.addEventListener("input", () => {
    const sought = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const section of sections) narrow(section, sought);
    none.hidden = sections.some((section) => !section.hidden);
  });
}

function narrow(section: HTMLElement, sought: readonly string[]): void {
  const theme = section.querySelector("h3")?.textContent ?? "";
  const entries = [...section.querySelectorAll<HTMLElement>("li")];
  for (const entry of entries) {
    const about = entry.querySelector("a")?.title ?? "";
    const text = `${theme} ${entry.textContent} ${about}`.toLowerCase();
    entry.hidden = !sought.every((word) => text.includes(word));
  }
  section.hidden = entries.every((entry) => entry.hidden);
}

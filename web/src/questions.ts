// Questions: items follow their document, the query's tabs, and a word while an answer takes long.
import { element } from "./browser/elements";
import { say } from "./browser/language";

const LONG_MS = 1000;

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-ask]")) {
  for (const inside of form.querySelectorAll<HTMLSelectElement>("select[data-narrows]")) {
    inside.addEventListener("change", () => void narrow(form, inside));
  }
  form.addEventListener("submit", waitOpenly);
}
for (const box of document.querySelectorAll<HTMLElement>("[data-tabs]")) makeTabs(box);

/** Offer the items of the document that is chosen now, as the page of that document does. */
async function narrow(form: HTMLFormElement, inside: HTMLSelectElement): Promise<void> {
  const items = document.getElementById(`p-${inside.dataset.narrows ?? ""}`);
  if (!items) return;
  const address = new URL(form.action);
  address.search = new URLSearchParams([[inside.name, inside.value]]).toString();
  const response = await fetch(address);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const others = page.getElementById(items.id);
  if (others) items.replaceWith(others);
}

function waitOpenly(): void {
  const busy = document.getElementById("busy");
  const stop = document.getElementById("stop");
  if (!busy || !stop) return;
  const timer = setTimeout(() => {
    busy.hidden = false;
  }, LONG_MS);
  const end = (): void => {
    clearTimeout(timer);
    busy.hidden = true;
  };
  stop.addEventListener("click", () => {
    window.stop();
    end();
  });
  addEventListener("pageshow", end, { once: true });
}

/** Sections below each other become tabs; their headings name them. */
function makeTabs(box: HTMLElement): void {
  const panels = [...box.querySelectorAll<HTMLElement>(":scope > section")];
  const tabs = panels.map((panel, n) => {
    const name = panel.querySelector("h2")?.textContent ?? "";
    const tab = element(
      "button",
      { type: "button", role: "tab", id: `tab-${n}`, "aria-controls": panel.id },
      name,
    );
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", tab.id);
    return tab;
  });
  const show = (chosen: number): void => {
    tabs.forEach((tab, n) => {
      tab.setAttribute("aria-selected", String(n === chosen));
      tab.tabIndex = n === chosen ? 0 : -1;
    });
    panels.forEach((panel, n) => {
      panel.hidden = n !== chosen;
    });
  };
  tabs.forEach((tab, n) => {
    tab.addEventListener("click", () => show(n));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = (n + step + tabs.length) % tabs.length;
      show(next);
      tabs[next]?.focus();
    });
  });
  box.classList.add("tabbed");
  box.prepend(
    element(
      "div",
      { role: "tablist", "aria-label": say("查询语句和说明", "Query and explanation") },
      ...tabs,
    ),
  );
  show(0);
}

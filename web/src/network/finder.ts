import { element } from "../browser/elements";
import { say } from "../browser/language";
import { announce } from "../browser/live_region";
import type { Network, NetworkFacts } from "./model";
import { badge, official } from "./words";

const MOST_FOUND = 12;

/** A box that finds nodes by their words, and a list of those to choose from. */
export function makeFinder(
  box: HTMLInputElement,
  list: HTMLElement,
  network: Network,
  facts: NetworkFacts,
  choose: (key: string) => void,
): void {
  const texts = network.mapNodes((key, { label, number, opening }) => ({
    key,
    text: `${label} ${number} ${opening}`.toLowerCase(),
  }));
  const close = () => {
    list.replaceChildren();
    list.hidden = true;
  };
  const take = (key: string) => {
    box.value = "";
    close();
    choose(key);
  };
  box.addEventListener("input", () => {
    const sought = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    if (sought.length === 0) return close();
    const found = texts.filter(({ text }) => sought.every((word) => text.includes(word)));
    list.replaceChildren(
      ...found.slice(0, MOST_FOUND).map(({ key }) => entry(network, key, facts, take)),
      element("li", { class: "mute sm" }, countOf(found.length)),
    );
    list.hidden = false;
    announce(countOf(found.length));
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    if (event.key === "Enter") {
      event.preventDefault();
      list.querySelector("button")?.click();
    }
    if (event.key === "ArrowDown") list.querySelector("button")?.focus();
  });
  list.addEventListener("keydown", (event) => {
    const buttons = [...list.querySelectorAll("button")];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    if (event.key === "Escape") box.focus();
    if (event.key === "ArrowDown") buttons[at + 1]?.focus();
    if (event.key === "ArrowUp") (buttons[at - 1] ?? box).focus();
    if (event.key.startsWith("Arrow")) event.preventDefault();
  });
}

function countOf(count: number): string {
  if (count === 0) return say("没有这样的点。", "No such node.");
  if (count <= MOST_FOUND) return say(`找到 ${count} 个`, `${count} found`);
  return say(`找到 ${count} 个，再多打几个字`, `${count} found; write more of it`);
}

function entry(
  network: Network,
  key: string,
  facts: NetworkFacts,
  take: (key: string) => void,
): HTMLElement {
  const thing = network.getNodeAttributes(key);
  const made = element(
    "button",
    { type: "button", class: "plain" },
    ...badge(thing, facts),
    " ",
    official(thing.label),
  );
  const about = thing.opening || thing.number;
  if (about)
    made.append(element("span", { class: "mute sm", lang: "zh-CN" }, ` ${about.slice(0, 28)}`));
  made.addEventListener("click", () => take(key));
  return element("li", {}, made);
}

import { element } from "../browser/elements";
import type { NetworkFacts, Thing } from "./model";

const HAN = /\p{Script=Han}/u;

/** A text of documents or names: Chinese, whatever the page speaks. */
export function official(text: string): HTMLElement {
  return element("span", { lang: HAN.test(text) ? "zh-CN" : undefined }, text);
}

/** The badge of a level, with its name for who cannot see it. */
export function badge({ level }: Thing, { levels }: NetworkFacts): Node[] {
  const known = levels.find(({ key }) => key === level);
  if (!known) return [];
  return [
    element("span", { class: `lv ${level}`, "aria-hidden": "true", lang: "zh-CN" }, known.badge),
    element("span", { class: "vh" }, known.name),
  ];
}

/** A thing by its name, which leads to its page. */
export function pageLink({ label, page }: Thing): HTMLElement {
  const lang = HAN.test(label) ? "zh-CN" : undefined;
  return page ? element("a", { href: page, lang }, label) : element("span", { lang }, label);
}

import { element } from "../browser/elements";
import { placeOf } from "../sparql/term";
import type { Network, NetworkFacts, Thing } from "./model";

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
export function pageLink(network: Network, key: string, facts: NetworkFacts): HTMLElement {
  const { label } = network.getNodeAttributes(key);
  const href = placeOf(facts.base + key, { ...facts, prefixes: {} });
  return element("a", { href, lang: HAN.test(label) ? "zh-CN" : undefined }, label);
}

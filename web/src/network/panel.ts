import { element } from "../browser/elements";
import { say } from "../browser/language";
import type { Network, NetworkFacts } from "./model";
import type { Selection } from "./selection";
import { badge, official, pageLink } from "./words";

const MOST_A_GROUP = 12;

/** What is known of a node: what it is, where its page is, what it is tied to by what. */
export function drawPanel(
  network: Network,
  key: string,
  selection: Selection,
  facts: NetworkFacts,
  choose: (key: string) => void,
): HTMLElement[] {
  const thing = network.getNodeAttributes(key);
  const about = [facts.kinds[thing.kind] ?? "", thing.number].filter(Boolean);
  const parts = [
    element("h2", {}, ...badge(thing, facts), " ", pageLink(thing)),
    element("p", { class: "sub sm" }, official([...about, thing.place].filter(Boolean).join("　"))),
  ];
  if (thing.opening) {
    parts.push(element("p", { class: "q", lang: "zh-CN" }, `${thing.opening}……`));
  }
  const path = selection.path;
  return [
    ...parts,
    ...(path
      ? pathOf(network, path, selection, facts, choose)
      : tiesOf(network, key, facts, choose)),
  ];
}

function tiesOf(
  network: Network,
  key: string,
  facts: NetworkFacts,
  choose: (key: string) => void,
): HTMLElement[] {
  const groups = new Map<string, Set<string>>();
  network.forEachEdge(key, (_, { relation }, source, target) => {
    if (source === target) return;
    const group = `${relation} ${source === key ? "→" : "←"}`;
    const known = groups.get(group) ?? new Set<string>();
    groups.set(group, known.add(source === key ? target : source));
  });
  const order = Object.keys(facts.relations);
  const rank = (group: string) => order.indexOf(group.split(" ")[0] ?? "");
  const sorted = [...groups].sort(([one], [other]) => rank(one) - rank(other));
  return sorted.flatMap(([group, others]) => {
    const [relation = "", arrow = ""] = group.split(" ");
    const name = `${arrow} ${facts.relations[relation] ?? relation}`;
    return [
      element("h3", {}, name, element("span", { class: "mute" }, ` ${others.size}`)),
      entries(network, [...others], choose),
    ];
  });
}

function entries(
  network: Network,
  keys: readonly string[],
  choose: (key: string) => void,
): HTMLElement {
  const items = keys
    .slice(0, MOST_A_GROUP)
    .map((key) => element("li", {}, button(network, key, choose)));
  const more = keys.length - items.length;
  if (more > 0) {
    items.push(
      element(
        "li",
        { class: "mute" },
        say(`另 ${more} 个，以表格查看`, `${more} more: view as table`),
      ),
    );
  }
  return element("ul", {}, ...items);
}

function button(network: Network, key: string, choose: (key: string) => void): HTMLElement {
  const { label, opening } = network.getNodeAttributes(key);
  const made = element("button", { type: "button", class: "plain" }, official(label));
  if (opening) made.title = opening;
  made.addEventListener("click", () => choose(key));
  return made;
}

/** The steps of a path, each with the word of its tie and the way that it points. */
function pathOf(
  network: Network,
  path: readonly string[],
  { edges }: Selection,
  facts: NetworkFacts,
  choose: (key: string) => void,
): HTMLElement[] {
  if (path.length === 0) {
    const none = say(
      "按现在的筛选，两点之间没有路。去掉一个条件再试。",
      "With these filters no path joins the two. Leave out a condition and try again.",
    );
    return [element("p", { class: "empty" }, none)];
  }
  const steps = path.flatMap((key, at) => {
    const before = path[at - 1];
    const step = element("li", {}, button(network, key, choose));
    if (before === undefined) return [step];
    const ties = edges.filter(
      (edge) => network.hasExtremity(edge, before) && network.hasExtremity(edge, key),
    );
    const words = ties.map((edge) => {
      const { relation } = network.getEdgeAttributes(edge);
      return `${network.source(edge) === before ? "↓" : "↑"} ${facts.relations[relation] ?? relation}`;
    });
    const said = [...new Set(words)].join(say("，", ", "));
    return [element("li", { class: "tie" }, said), step];
  });
  const count = path.length - 1;
  return [
    element("h3", {}, say(`最短的路：${count} 步`, `Shortest path: ${count} steps`)),
    element("ol", { class: "way" }, ...steps),
  ];
}

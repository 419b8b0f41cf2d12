import { element } from "../browser/elements";
import { say } from "../browser/language";
import type { Network, NetworkFacts } from "./model";
import type { Selection } from "./selection";
import { badge, official, pageLink } from "./words";

const ROWS_A_PAGE = 100;

/** What is shown as a table, for readers who do not see the drawing, or rather read. */
export function drawList(
  network: Network,
  selection: Selection,
  facts: NetworkFacts,
  choose: (key: string) => void,
): HTMLElement {
  const ties = new Map<string, number>();
  for (const edge of selection.edges) {
    for (const end of network.extremities(edge)) ties.set(end, (ties.get(end) ?? 0) + 1);
  }
  const keys = selection.path ?? sorted(network, selection.nodes, facts);
  const holder = element("div");
  let shown = 0;
  const body = element("tbody");
  const more = element("button", { type: "button" });
  const grow = () => {
    const rows = keys.slice(shown, shown + ROWS_A_PAGE);
    body.append(...rows.map((key) => row(network, key, ties.get(key) ?? 0, facts, choose)));
    shown += rows.length;
    const left = (keys.length - shown).toLocaleString();
    more.hidden = shown >= keys.length;
    more.textContent = say(
      `再列 ${ROWS_A_PAGE} 行，还有 ${left} 行`,
      `${ROWS_A_PAGE} more of ${left}`,
    );
  };
  more.addEventListener("click", grow);
  grow();
  const names = [
    say("名称", "Name"),
    say("类别", "Kind"),
    say("层级", "Level"),
    say("地区", "Place"),
    say("联系", "Ties"),
  ];
  const head = names.map((name) => element("th", { scope: "col" }, name));
  const caption = element("caption", { class: "vh" }, say("图中的点", "Nodes of the drawing"));
  const top = element("thead", {}, element("tr", {}, ...head));
  holder.append(element("table", {}, caption, top, body), more);
  return holder;
}

function sorted(network: Network, nodes: readonly string[], { levels, kinds }: NetworkFacts) {
  const laneOf = new Map(levels.map(({ key }, at) => [key, at]));
  const kindOf = new Map(Object.keys(kinds).map((key, at) => [key, at]));
  const rank = (key: string): [number, number, string, number] => {
    const { level, kind, home, order } = network.getNodeAttributes(key);
    return [laneOf.get(level) ?? 0, kindOf.get(kind) ?? 0, home || key, order];
  };
  return nodes
    .map((key) => ({ key, rank: rank(key) }))
    .sort(({ rank: one }, { rank: other }) => {
      const at = one.findIndex((value, n) => value !== other[n]);
      return at < 0 ? 0 : (one[at] ?? 0) < (other[at] ?? 0) ? -1 : 1;
    })
    .map(({ key }) => key);
}

function row(
  network: Network,
  key: string,
  ties: number,
  facts: NetworkFacts,
  choose: (key: string) => void,
): HTMLElement {
  const thing = network.getNodeAttributes(key);
  const near = element("button", { type: "button", class: "plain" }, ties.toLocaleString());
  const about = say(`${thing.label} 的 ${ties} 条联系`, `${ties} ties of ${thing.label}`);
  near.setAttribute("aria-label", about);
  near.addEventListener("click", () => choose(key));
  const name = [pageLink(thing)];
  if (thing.number && thing.number !== thing.label) name.push(official(` ${thing.number}`));
  if (thing.opening) name.push(element("div", { class: "q sm", lang: "zh-CN" }, thing.opening));
  return element(
    "tr",
    {},
    element("td", {}, ...name),
    element("td", { class: "n" }, facts.kinds[thing.kind] ?? thing.kind),
    element("td", {}, ...badge(thing, facts)),
    element("td", { class: "n" }, official(thing.place)),
    element("td", { class: "n" }, near),
  );
}

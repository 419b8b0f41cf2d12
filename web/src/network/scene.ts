import { MultiDirectedGraph } from "graphology";
import { type DrawnEdge, palette, type Scene, type Shape } from "../drawing/scene";
import { FEW, layOut } from "./lanes";
import { type Kind, type Network, type NetworkFacts, shortName, type Thing } from "./model";
import type { Selection } from "./selection";

const SHAPES: Readonly<Record<Kind, Shape>> = {
  document: "square",
  measure: "circle",
  task: "circle",
  body: "ring",
};
/** Pixels where nodes are few, else parts of the distance between two. */
const SIZES = {
  few: { document: 9, item: 6, body: 6 },
  many: { document: 0.55, item: 0.32, body: 0.32 },
};

interface Stroke {
  readonly color: string;
  readonly width: number;
  readonly isArrow: boolean;
  readonly dash: string;
  readonly rank: number;
}

/** Kinds differ by width, arrow and, on paper, dashes; never by colour alone. */
const STROKES: Readonly<Record<string, Stroke>> = {
  implements: { color: "ink", width: 2.2, isArrow: true, dash: "", rank: 5 },
  alignedWith: { color: "ink2", width: 1.6, isArrow: false, dash: "", rank: 4 },
  restates: { color: "rule2", width: 1.6, isArrow: false, dash: "1 3", rank: 3 },
  supports: { color: "ink2", width: 1.2, isArrow: true, dash: "", rank: 4 },
  relatedTo: { color: "rule2", width: 1, isArrow: false, dash: "8 5", rank: 3 },
  basedOn: { color: "ink2", width: 1.4, isArrow: true, dash: "2 4", rank: 4 },
  cites: { color: "rule2", width: 1, isArrow: true, dash: "2 4", rank: 3 },
};
const CONTEXT: Stroke = { color: "rule", width: 0.8, isArrow: false, dash: "", rank: 1 };
const MOST_EDGE_WORDS = 80;

/** A selection as it is drawn. */
export function sceneOf(network: Network, selection: Selection, facts: NetworkFacts): Scene {
  const colour = palette();
  const isFew = selection.nodes.length <= FEW;
  const { points, lanes } = layOut(network, selection.nodes, facts.levels);
  const graph: Scene["graph"] = new MultiDirectedGraph();
  const badges = new Map(facts.levels.map((level) => [level.key, level]));
  for (const key of selection.nodes) {
    const thing = network.getNodeAttributes(key);
    const point = points.get(key);
    if (!point) continue;
    graph.addNode(key, {
      ...point,
      size: sizeOf(thing, isFew),
      color: colour(thing.level === "unknown" ? "ink3" : thing.level) || colour("ink3"),
      type: SHAPES[thing.kind],
      label: labelOf(thing, badges.get(thing.level)?.badge ?? "", isFew),
      forceLabel: isFew,
    });
  }
  const hasWords = isFew && selection.edges.length <= MOST_EDGE_WORDS;
  for (const edge of selection.edges) {
    const [source, target] = network.extremities(edge);
    const { relation } = network.getEdgeAttributes(edge);
    if (source === target) continue;
    graph.addEdgeWithKey(edge, source, target, strokeOf(relation, colour, isFew, hasWords, facts));
  }
  const drawnLanes = lanes.map(({ level, top, bottom }) => {
    const { badge = "", name = "" } = badges.get(level) ?? {};
    return { level, top, bottom, badge, name };
  });
  return { graph, lanes: drawnLanes, isFew };
}

function sizeOf({ kind }: Thing, isFew: boolean): number {
  const { document, item, body } = SIZES[isFew ? "few" : "many"];
  if (kind === "document") return document;
  return kind === "body" ? body : item;
}

function labelOf(thing: Thing, badge: string, isFew: boolean): string {
  const name = shortName(thing, isFew ? 22 : 16);
  return thing.kind === "document" && badge ? `${badge} ${name}` : name;
}

function strokeOf(
  relation: string,
  colour: (name: string) => string,
  isFew: boolean,
  hasWords: boolean,
  facts: NetworkFacts,
): DrawnEdge {
  const stroke = STROKES[relation] ?? CONTEXT;
  return {
    size: isFew ? stroke.width : stroke.width / 40,
    color: colour(isFew && stroke === CONTEXT ? "rule2" : stroke.color),
    type: stroke.isArrow ? "arrow" : "line",
    label: facts.relations[relation] ?? relation,
    forceLabel: hasWords,
    dash: stroke.dash,
    zIndex: stroke.rank,
  };
}

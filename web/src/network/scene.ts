import { MultiDirectedGraph } from "graphology";
import { type DrawnEdge, palette, type Scene, type Shape } from "../drawing/scene";
import { FEW, layOut, type Room } from "./lanes";
import { type Kind, type Network, type NetworkFacts, shortName, type Thing } from "./model";
import type { Pick } from "./pick";
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
/** Room for the names of lanes. */
const LEFT_PIXELS = 70;
/** The pixels of a Chinese character in a name. */
const CHARACTER = 12;

/** A selection as it is drawn. */
export function sceneOf(
  network: Network,
  selection: Selection,
  facts: NetworkFacts,
  pick: Pick,
  room: Room,
): Scene {
  const colour = palette();
  const isFew = selection.nodes.length <= FEW;
  const { points, lanes, width, column } = layOut(network, selection.nodes, facts.levels, room);
  const left = (-LEFT_PIXELS / room.width) * width;
  const most = Math.floor(((column / (width - left)) * room.width) / CHARACTER) - 2;
  const graph: Scene["graph"] = new MultiDirectedGraph();
  const badges = new Map(facts.levels.map((level) => [level.key, level]));
  for (const key of selection.nodes) {
    const thing = network.getNodeAttributes(key);
    const point = points.get(key);
    if (!point) continue;
    graph.addNode(key, {
      ...point,
      size: sizeOf(thing, isFew) * (key === pick.node ? 1.5 : 1),
      color: colour(thing.level === "unknown" ? "ink3" : thing.level) || colour("ink3"),
      type: SHAPES[thing.kind],
      label: labelOf(thing, badges.get(thing.level)?.badge ?? "", isFew ? most : 0),
      forceLabel: isFew || thing.kind === "document",
    });
  }
  const hasWords = (source: string, target: string) =>
    isFew && (selection.path || !pick.node || source === pick.node || target === pick.node);
  for (const edge of selection.edges) {
    const [source, target] = network.extremities(edge);
    const { relation } = network.getEdgeAttributes(edge);
    if (source === target) continue;
    graph.addEdgeWithKey(
      edge,
      source,
      target,
      strokeOf(relation, colour, isFew, Boolean(hasWords(source, target)), facts),
    );
  }
  const drawnLanes = lanes.map(({ level, top, bottom }) => {
    const { badge = "", name = "" } = badges.get(level) ?? {};
    return { level, top, bottom, badge, name };
  });
  const bottom = lanes[lanes.length - 1]?.bottom ?? -1;
  return {
    graph,
    lanes: drawnLanes,
    box: { x: [left, width], y: [bottom, 0] },
    isFew,
  };
}

function sizeOf({ kind }: Thing, isFew: boolean): number {
  const { document, item, body } = SIZES[isFew ? "few" : "many"];
  if (kind === "document") return document;
  return kind === "body" ? body : item;
}

/** A name of at most so many characters; the shortest there is where `most` is 0. */
function labelOf(thing: Thing, badge: string, most: number): string {
  if (most === 0 && thing.opening) return thing.label.split(" ").pop() ?? "";
  const isNumber = thing.kind === "document" && thing.number !== "";
  const name = shortName(thing, Math.max(most, isNumber ? 12 : 9));
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
    size: isFew ? stroke.width : stroke.width / 30,
    color: colour(isFew && stroke === CONTEXT ? "rule2" : stroke.color),
    type: typeOf(stroke, isFew),
    label: facts.relations[relation] ?? relation,
    forceLabel: hasWords,
    dash: stroke.dash,
    zIndex: stroke.rank,
  };
}

/** Curves keep ties between three nodes in a column apart; with many nodes they cost too much. */
function typeOf({ isArrow }: Stroke, isFew: boolean): DrawnEdge["type"] {
  if (isFew) return isArrow ? "curvedArrow" : "curve";
  return isArrow ? "arrow" : "line";
}

import { MultiDirectedGraph } from "graphology";
import { type DrawnEdge, palette, type Scene, type Shape } from "../drawing/scene";
import { FEW, layOut, type Point, type Room } from "./lanes";
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
/** The pixels from dot to dot in a file. */
const LEAST_UNIT = 16;
/** The pixels of a Chinese character in a name. */
const CHARACTER = 12;

interface Drawing {
  readonly network: Network;
  readonly selection: Selection;
  readonly facts: NetworkFacts;
  readonly pick: Pick;
  readonly isFew: boolean;
  readonly colour: (name: string) => string;
}

/** A selection as it is drawn in a room. */
export function sceneOf(
  network: Network,
  selection: Selection,
  facts: NetworkFacts,
  pick: Pick,
  room: Room,
): Scene {
  const isFew = selection.nodes.length <= FEW;
  const drawing = { network, selection, facts, pick, isFew, colour: palette() };
  const { points, lanes, width, column } = layOut(network, selection.nodes, facts.levels, room);
  const left = (-LEFT_PIXELS / room.width) * width;
  const bottom = lanes[lanes.length - 1]?.bottom ?? -1;
  const unit = Math.min(room.width / (width - left), room.height / -bottom);
  const most = Math.floor((column * unit) / CHARACTER) - 2;
  const graph: Scene["graph"] = new MultiDirectedGraph();
  addNodes(graph, drawing, points, most);
  addEdges(graph, drawing);
  return {
    graph,
    lanes: lanes.map(({ level, top, bottom }) => {
      const { badge = "", name = "" } = facts.levels.find(({ key }) => key === level) ?? {};
      return { level, top, bottom, badge, name };
    }),
    box: { x: [left, width], y: [bottom, 0] },
    unit: isFew ? unit : Math.max(unit, LEAST_UNIT),
    isFew,
  };
}

function addNodes(
  graph: Scene["graph"],
  { network, selection, facts, pick, isFew, colour }: Drawing,
  points: ReadonlyMap<string, Point>,
  most: number,
): void {
  const badges = new Map(facts.levels.map(({ key, badge }) => [key, badge]));
  const drawn = new Set(selection.nodes);
  for (const [key, point] of points) {
    const thing = network.getNodeAttributes(key);
    graph.addNode(key, {
      ...point,
      size: sizeOf(thing, isFew) * (key === pick.node ? 1.5 : 1),
      color: colour(thing.level) || colour("ink3"),
      fill: colour("paper"),
      type: SHAPES[thing.kind],
      label: labelOf(thing, badges.get(thing.level) ?? "", isFew ? most : 0, drawn),
      forceLabel: isFew || thing.kind === "document",
    });
  }
}

function addEdges(graph: Scene["graph"], drawing: Drawing): void {
  const { network, selection, pick, isFew } = drawing;
  for (const edge of selection.edges) {
    const [source, target] = network.extremities(edge);
    if (source === target) continue;
    const isNear = !pick.node || source === pick.node || target === pick.node;
    const hasWord = isFew && (selection.path !== undefined || isNear);
    const { relation } = network.getEdgeAttributes(edge);
    graph.addEdgeWithKey(edge, source, target, strokeOf(relation, drawing, hasWord));
  }
}

function sizeOf({ kind }: Thing, isFew: boolean): number {
  const { document, item, body } = SIZES[isFew ? "few" : "many"];
  if (kind === "document") return document;
  return kind === "body" ? body : item;
}

/**
 * A name of at most so many characters; the shortest there is where `most` is 0. An item below its
 * document need not say the document's name again.
 */
function labelOf(thing: Thing, badge: string, most: number, drawn: ReadonlySet<string>): string {
  const notation = thing.opening ? (thing.label.split(" ").pop() ?? "") : "";
  if (most === 0 && notation) return notation;
  if (drawn.has(thing.home)) return shortName({ ...thing, label: notation }, most);
  const isNumber = thing.kind === "document" && thing.number !== "";
  const name = shortName(thing, Math.max(most, isNumber ? 12 : 9));
  return thing.kind === "document" && badge ? `${badge} ${name}` : name;
}

function strokeOf(
  relation: string,
  { facts, isFew, colour }: Drawing,
  hasWord: boolean,
): DrawnEdge {
  const stroke = STROKES[relation] ?? CONTEXT;
  return {
    size: isFew ? stroke.width : stroke.width / 30,
    color: colour(isFew && stroke === CONTEXT ? "rule2" : stroke.color),
    type: typeOf(stroke, isFew),
    label: facts.relations[relation] ?? relation,
    forceLabel: hasWord,
    dash: stroke.dash,
    zIndex: stroke.rank,
  };
}

/** Curves keep ties between three nodes in a column apart; with many nodes they cost too much. */
function typeOf({ isArrow }: Stroke, isFew: boolean): DrawnEdge["type"] {
  if (isFew) return isArrow ? "curvedArrow" : "curve";
  return isArrow ? "arrow" : "line";
}

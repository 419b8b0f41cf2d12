import { MultiDirectedGraph } from "graphology";
import forceAtlas2 from "graphology-layout-forceatlas2";
import { palette, type Scene } from "../drawing/scene";
import type { Answer, Row } from "./asking";
import { type Namespaces, shortIri, type Term } from "./term";

/** More things than this are a table's matter. */
const MOST_NODES = 1_000;
const NAMED = 60;
const ROUNDS = 300;
/** In the units of drawings: the side of a square for one node, and the width of a name. */
const ROOM = 3;
const NAME = 6;
const UNIT = 30;
const LABELS = ["http://www.w3.org/2000/01/rdf-schema#label"];

interface Tie {
  readonly source: Term;
  readonly target: Term;
  readonly name: string;
}

/**
 * An answer as a network: triples between things; rows of two or three columns whose first and
 * last are things, what stands between them being the name of the tie. Undefined for any other.
 */
export function resultScene(answer: Answer, namespaces: Namespaces): Scene | undefined {
  const ties = answer.kind === "boolean" ? [] : tiesOf(answer, namespaces);
  const keys = new Set(ties.flatMap(({ source, target }) => [source.value, target.value]));
  if (ties.length === 0 || keys.size > MOST_NODES) return undefined;
  const names = answer.kind === "triples" ? labels(answer.rows) : new Map<string, string>();
  const colour = palette();
  const graph: Scene["graph"] = new MultiDirectedGraph();
  [...keys].forEach((key, at) => {
    const angle = (2 * Math.PI * at) / keys.size;
    graph.addNode(key, {
      x: Math.cos(angle),
      y: Math.sin(angle),
      size: 6,
      color: colour("done"),
      fill: colour("done"),
      type: "circle",
      label: names.get(key) ?? shortName(key, namespaces),
      forceLabel: keys.size <= NAMED,
    });
  });
  for (const { source, target, name } of ties) {
    graph.addEdge(source.value, target.value, {
      size: 1.5,
      color: colour("ink2"),
      type: "curvedArrow",
      label: name,
      forceLabel: keys.size <= NAMED,
      dash: "",
      zIndex: 1,
    });
  }
  const settings = { ...forceAtlas2.inferSettings(graph), adjustSizes: false };
  forceAtlas2.assign(graph, { iterations: ROUNDS, settings });
  return { graph, lanes: [], box: spread(graph), unit: UNIT, isFew: true };
}

function tiesOf({ kind, columns, rows }: Answer, namespaces: Namespaces): Tie[] {
  if (columns.length !== 2 && columns.length !== 3) return [];
  const things = rows.flatMap((row) => {
    const [source, target] = [row[0], row[row.length - 1]];
    if (!isThing(source) || !isThing(target)) return [];
    const between = row.length === 3 ? row[1] : undefined;
    return [{ source, target, name: between ? nameOf(between, namespaces) : "" }];
  });
  // Of a description the literals are left out; a row without things is no network.
  return kind === "triples" || things.length === rows.length ? things : [];
}

function isThing(term: Term | undefined): term is Term {
  return term !== undefined && term.type !== "literal";
}

function nameOf(term: Term, namespaces: Namespaces): string {
  return term.type === "uri" ? shortIri(term.value, namespaces) : term.value;
}

function shortName(key: string, namespaces: Namespaces): string {
  return key.includes(":") ? shortIri(key, namespaces).replace(/^<(.*)>$/, "$1") : `_:${key}`;
}

function labels(rows: readonly Row[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const [subject, predicate, object] of rows) {
    if (subject && object && LABELS.includes(predicate?.value ?? "")) {
      if (!found.has(subject.value)) found.set(subject.value, object.value);
    }
  }
  return found;
}

/** Give the nodes so much room that names can stand beside them. */
function spread(graph: Scene["graph"]): Scene["box"] {
  const extent = (axis: "x" | "y"): [number, number] => {
    const values = graph.mapNodes((_, node) => node[axis]);
    return [Math.min(...values), Math.max(...values)];
  };
  const [left, right] = extent("x");
  const [bottom, top] = extent("y");
  const scale = (ROOM * Math.sqrt(graph.order)) / Math.max(right - left, top - bottom, 1e-6);
  graph.updateEachNodeAttributes((_, node) => ({
    ...node,
    x: (node.x - left) * scale,
    y: (node.y - bottom) * scale,
  }));
  return { x: [0, (right - left) * scale + NAME], y: [0, (top - bottom) * scale] };
}

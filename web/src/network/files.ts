import { MultiDirectedGraph } from "graphology";
import { write as writeGexf } from "graphology-gexf/browser";
import type { Network, NetworkFacts } from "./model";
import type { Selection } from "./selection";

const GRAPHML = "http://graphml.graphdrawing.org/xmlns";
type Values = Readonly<Record<string, string | number>>;
type Plain = MultiDirectedGraph<Values, Values>;

/** What is shown, for Gephi. */
export function gexf(network: Network, selection: Selection, facts: NetworkFacts): string {
  const graph = plain(network, selection, facts);
  return writeGexf(graph, {
    formatNode: (_: string, { label, ...attributes }: Values) => ({
      label: String(label),
      attributes,
    }),
    formatEdge: (_: string, { name, ...attributes }: Values) => ({
      label: String(name),
      attributes,
    }),
  });
}

/** What is shown, for programs: nodes and edges with all that is known of them. */
export function json(network: Network, selection: Selection, facts: NetworkFacts): string {
  const graph = plain(network, selection, facts);
  const nodes = graph.mapNodes((id, values) => ({ id, ...values }));
  const links = graph.mapEdges((_, values, source, target) => ({ source, target, ...values }));
  return `${JSON.stringify({ directed: true, multigraph: true, nodes, links }, null, 1)}\n`;
}

/** What is shown, for yEd and networkx. */
export function graphml(network: Network, selection: Selection, facts: NetworkFacts): string {
  const graph = plain(network, selection, facts);
  const file = document.implementation.createDocument(GRAPHML, "graphml");
  const add = (parent: Element, name: string, attributes: Values): Element => {
    const made = file.createElementNS(GRAPHML, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
    parent.append(made);
    return made;
  };
  const root = file.documentElement;
  const known = new Set<string>();
  const keys: Element[] = [];
  const data = (parent: Element, of: "node" | "edge", values: Values) => {
    for (const [name, value] of Object.entries(values)) {
      if (value === "") continue;
      const id = `${of}-${name}`;
      if (!known.has(id)) {
        const type = typeof value === "number" ? "double" : "string";
        keys.push(add(root, "key", { id, for: of, "attr.name": name, "attr.type": type }));
        known.add(id);
      }
      add(parent, "data", { key: id }).textContent = String(value);
    }
  };
  const drawn = add(root, "graph", { edgedefault: "directed" });
  graph.forEachNode((id, values) => data(add(drawn, "node", { id }), "node", values));
  graph.forEachEdge((id, values, source, target) =>
    data(add(drawn, "edge", { id: `e${id}`, source, target }), "edge", values),
  );
  root.prepend(...keys);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(file)}\n`;
}

function plain(network: Network, selection: Selection, facts: NetworkFacts): Plain {
  const graph: Plain = new MultiDirectedGraph();
  for (const key of selection.nodes) {
    const { kind, label, number, opening, level, place } = network.getNodeAttributes(key);
    graph.addNode(facts.base + key, { label, kind, number, opening, level, place });
  }
  selection.edges.forEach((edge, at) => {
    const { relation, confidence } = network.getEdgeAttributes(edge);
    const name = facts.relations[relation] ?? relation;
    const values = { relation, name, ...(confidence === null ? {} : { confidence }) };
    const [source, target] = network.extremities(edge);
    graph.addEdgeWithKey(String(at), facts.base + source, facts.base + target, values);
  });
  return graph;
}

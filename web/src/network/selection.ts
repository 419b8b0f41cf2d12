import type { Network } from "./model";
import type { Pick } from "./pick";

/** The nodes and edges that a pick leaves, in the order of the network. */
export interface Selection {
  readonly nodes: readonly string[];
  readonly edges: readonly string[];
  /** The nodes of the shortest path, in its order; undefined where none was asked for. */
  readonly path: readonly string[] | undefined;
}

export function select(network: Network, pick: Pick): Selection {
  const passes = (key: string) => key === pick.node || key === pick.to || fits(network, key, pick);
  const edges = network.filterEdges(
    (_, { relation, confidence }, source, target) =>
      (pick.relation.size === 0 || pick.relation.has(relation)) &&
      (confidence === null || confidence >= pick.confidence) &&
      passes(source) &&
      passes(target),
  );
  if (!network.hasNode(pick.node)) {
    return { nodes: network.filterNodes(passes), edges, path: undefined };
  }
  return around(network, edges, pick);
}

function fits(network: Network, key: string, pick: Pick): boolean {
  const { kind, level, place } = network.getNodeAttributes(key);
  return (
    (pick.kind.size === 0 || pick.kind.has(kind)) &&
    (pick.level.size === 0 || pick.level.has(level)) &&
    (pick.place === "" || pick.place === place)
  );
}

/** The neighbourhood of the picked node, or the shortest path from it, whatever way edges point. */
function around(network: Network, edges: readonly string[], pick: Pick): Selection {
  const neighbours = new Map<string, string[]>();
  for (const edge of edges) {
    const [source, target] = network.extremities(edge);
    for (const [one, other] of [[source, target] as const, [target, source] as const]) {
      const known = neighbours.get(one);
      if (known) known.push(other);
      else neighbours.set(one, [other]);
    }
  }
  const isPath = network.hasNode(pick.to);
  const before = walk(
    neighbours,
    pick.node,
    isPath ? Number.POSITIVE_INFINITY : pick.steps,
    pick.to,
  );
  const path = isPath ? way(before, pick.to) : undefined;
  const kept = new Set(path ?? before.keys());
  const next = new Set(path?.slice(1).map((key, at) => `${path[at]}\n${key}`));
  const isKept = (edge: string) => {
    const [source, target] = network.extremities(edge);
    if (!kept.has(source) || !kept.has(target)) return false;
    return !path || next.has(`${source}\n${target}`) || next.has(`${target}\n${source}`);
  };
  return { nodes: network.filterNodes((key) => kept.has(key)), edges: edges.filter(isKept), path };
}

/** The nodes within so many steps, each with the one that it was reached from. */
function walk(
  neighbours: ReadonlyMap<string, readonly string[]>,
  start: string,
  steps: number,
  goal: string,
): Map<string, string> {
  const before = new Map([[start, ""]]);
  let border = [start];
  for (let step = 0; step < steps && border.length > 0 && !before.has(goal); step++) {
    const reached: string[] = [];
    for (const from of border) {
      for (const to of neighbours.get(from) ?? []) {
        if (before.has(to)) continue;
        before.set(to, from);
        reached.push(to);
      }
    }
    border = reached;
  }
  return before;
}

function way(before: ReadonlyMap<string, string>, goal: string): string[] {
  const keys: string[] = [];
  for (let key = before.has(goal) ? goal : ""; key; key = before.get(key) ?? "") keys.unshift(key);
  return keys;
}

import type { Level, Network } from "./model";

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A band across the drawing that holds what is of one level; y grows upward. */
export interface Lane {
  readonly level: string;
  readonly top: number;
  readonly bottom: number;
}

export interface Layout {
  readonly points: ReadonlyMap<string, Point>;
  readonly lanes: readonly Lane[];
}

/** So few nodes have room for their names: they stand in columns instead of grids. */
export const FEW = 60;

/** A document with its items below, or the bodies of one place. */
interface Block {
  readonly head: string;
  readonly rows: readonly (readonly string[])[];
  readonly width: number;
  readonly height: number;
}

const GAP = 1.5;
const COLUMN = 7.5;
const ASPECT = 2;

/**
 * Where each node stands: levels are lanes, the higher on top; in a lane each document is a block
 * with its items in print order, and so are the bodies of each place. The same nodes stand the
 * same way whenever they are drawn.
 */
export function layOut(
  network: Network,
  nodes: readonly string[],
  levels: readonly Level[],
): Layout {
  const isFew = nodes.length <= FEW;
  const lanes: Lane[] = [];
  const points = new Map<string, Point>();
  const blocks = levels.map(({ key }) => blocksOf(network, nodes, key, isFew));
  const width = widthOf(blocks.flat(), isFew);
  let top = 0;
  levels.forEach(({ key }, at) => {
    const own = blocks[at] ?? [];
    if (own.length === 0) return;
    const bottom = shelve(own, width, top - GAP / 2, isFew, points) - GAP / 2;
    lanes.push({ level: key, top, bottom });
    top = bottom;
  });
  return { points, lanes };
}

function blocksOf(
  network: Network,
  nodes: readonly string[],
  level: string,
  isFew: boolean,
): Block[] {
  const members = new Map<string, string[]>();
  for (const key of nodes) {
    const thing = network.getNodeAttributes(key);
    if (thing.level !== level) continue;
    const group = groupOf(key, thing);
    const known = members.get(group);
    if (known) known.push(key);
    else members.set(group, [key]);
  }
  return [...members]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, keys]) => {
      const head = keys.find((key) => network.getNodeAttribute(key, "kind") === "document") ?? "";
      const rest = keys.filter((key) => key !== head);
      rest.sort((one, other) => order(network, one) - order(network, other));
      return block(head, rest, isFew);
    });
}

/** Documents before bodies, both by place. */
function groupOf(
  key: string,
  { kind, place, home }: { kind: string; place: string; home: string },
) {
  return kind === "body" ? `2 ${place}` : `1 ${place} ${home || key}`;
}

function order(network: Network, key: string): number {
  return network.getNodeAttribute(key, "order");
}

function block(head: string, keys: readonly string[], isFew: boolean): Block {
  const across = isFew ? 1 : Math.max(3, Math.ceil(Math.sqrt(keys.length * 1.6)));
  const rows: string[][] = [];
  for (let at = 0; at < keys.length; at += across) rows.push(keys.slice(at, at + across));
  const height = rows.length + (head ? 1.4 : 0);
  return { head, rows, width: isFew ? COLUMN : Math.min(across, Math.max(keys.length, 3)), height };
}

/** How wide a lane may be, so that all lanes together have the shape of a screen. */
function widthOf(blocks: readonly Block[], isFew: boolean): number {
  const widest = Math.max(0, ...blocks.map(({ width }) => width));
  const area = blocks.reduce((sum, { width, height }) => sum + (width + GAP) * (height + GAP), 0);
  return Math.max(widest, Math.sqrt(area * ASPECT * (isFew ? 2.5 : 1)));
}

/** Put blocks side by side, in as many shelves as it takes; gives the bottom of the lowest. */
function shelve(
  blocks: readonly Block[],
  width: number,
  top: number,
  isFew: boolean,
  points: Map<string, Point>,
): number {
  let [x, y, lowest] = [0, top, 0];
  for (const one of blocks) {
    if (x > 0 && x + one.width > width) {
      y -= lowest + GAP;
      [x, lowest] = [0, 0];
    }
    place(one, x, y, isFew ? COLUMN : 1, points);
    x += one.width + GAP;
    lowest = Math.max(lowest, one.height);
  }
  return y - lowest;
}

function place(one: Block, x: number, y: number, across: number, points: Map<string, Point>): void {
  if (one.head) points.set(one.head, { x, y: y - 0.5 });
  const below = y - (one.head ? 1.9 : 0.5);
  one.rows.forEach((row, down) => {
    row.forEach((key, along) => {
      points.set(key, { x: x + along * across, y: below - down });
    });
  });
}

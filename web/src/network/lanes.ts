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
  readonly width: number;
  /** How wide a column of names is. */
  readonly column: number;
}

/** So few nodes have room for their names: they stand in columns instead of grids. */
export const FEW = 60;

/** A document with its items below, or the bodies of one place. */
interface Block {
  readonly head: string;
  readonly rows: readonly (readonly string[])[];
  /** With the gap to the next. */
  readonly width: number;
  readonly height: number;
}

const GAP = 1.5;
const ROUNDING = 1e-6;
/** Room for the name of a document over the grid of its items. */
const NAME_WIDTH = 10;
/** A column of names needs so many pixels, and has at least the width of so many rows. */
const COLUMN_PIXELS = 210;
const NARROWEST = 1;
/** Parts of the width that suits the area, tried for the shape that fits best. */
const WIDTHS = [0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.35, 1.5, 1.7, 2];

/** What the drawing has room in, in pixels. */
export interface Room {
  readonly width: number;
  readonly height: number;
}

/**
 * Where each node stands: levels are lanes, the higher on top; in a lane each document is a block
 * with its items in print order, and so are the bodies of each place. The same nodes stand the
 * same way whenever they are drawn in the same room.
 */
export function layOut(
  network: Network,
  nodes: readonly string[],
  levels: readonly Level[],
  room: Room,
): Layout {
  return nodes.length <= FEW
    ? inColumns(network, nodes, levels, room)
    : inGrids(network, nodes, levels, room);
}

/** Blocks are columns of names, as many side by side as can be read. */
function inColumns(
  network: Network,
  nodes: readonly string[],
  levels: readonly Level[],
  { width, height }: Room,
): Layout {
  const lay = (column: number) => {
    const blocks = blocksByLevel(network, nodes, levels, true, column);
    const most = Math.max(1, ...blocks.map((lane) => lane.length));
    const across = Math.min(most, Math.max(1, Math.floor(width / COLUMN_PIXELS)));
    return { across, ...laneAfterLane(levels, blocks, across * column), column };
  };
  const { across, lanes } = lay(NARROWEST);
  const column = ((width / height) * heightOf(lanes)) / across;
  return lay(Math.max(NARROWEST, column));
}

function inGrids(
  network: Network,
  nodes: readonly string[],
  levels: readonly Level[],
  { width, height }: Room,
): Layout {
  const aspect = width / height;
  const blocks = blocksByLevel(network, nodes, levels, false, 1);
  const area = blocks.flat().reduce((sum, one) => sum + one.width * (one.height + GAP), 0);
  const misfit = (layout: Layout) =>
    Math.abs(Math.log(layout.width / heightOf(layout.lanes) / aspect));
  return WIDTHS.map((part) =>
    laneAfterLane(levels, blocks, Math.sqrt(area * aspect) * part),
  ).reduce((one, other) => (misfit(other) < misfit(one) ? other : one));
}

function heightOf(lanes: readonly Lane[]): number {
  return -(lanes[lanes.length - 1]?.bottom ?? -1);
}

function laneAfterLane(
  levels: readonly Level[],
  blocks: readonly (readonly Block[])[],
  wished: number,
): Layout {
  const width = Math.max(wished, ...blocks.flat().map((one) => one.width));
  const points = new Map<string, Point>();
  const lanes: Lane[] = [];
  let top = 0;
  levels.forEach(({ key }, at) => {
    const own = blocks[at] ?? [];
    if (own.length === 0) return;
    const bottom = shelve(own, width, top - GAP / 2, points) - GAP / 2;
    lanes.push({ level: key, top, bottom });
    top = bottom;
  });
  return { points, lanes, width, column: NAME_WIDTH };
}

function blocksByLevel(
  network: Network,
  nodes: readonly string[],
  levels: readonly Level[],
  isFew: boolean,
  column: number,
): Block[][] {
  const members = new Map(levels.map(({ key }) => [key, new Map<string, string[]>()]));
  for (const key of nodes) {
    const thing = network.getNodeAttributes(key);
    const groups = members.get(thing.level);
    const group = groupOf(key, thing);
    const known = groups?.get(group);
    if (known) known.push(key);
    else groups?.set(group, [key]);
  }
  return [...members.values()].map((groups) =>
    [...groups]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([, keys]) => blockOf(network, keys, isFew, column)),
  );
}

function blockOf(network: Network, keys: readonly string[], isFew: boolean, column: number): Block {
  const head = keys.find((key) => network.getNodeAttribute(key, "kind") === "document") ?? "";
  const rest = keys.filter((key) => key !== head);
  rest.sort((one, other) => order(network, one) - order(network, other));
  const across = isFew ? 1 : Math.max(3, Math.ceil(Math.sqrt(rest.length * 1.6)));
  const rows: string[][] = [];
  for (let at = 0; at < rest.length; at += across) rows.push(rest.slice(at, at + across));
  const height = rows.length + (head ? 1.4 : 0);
  const least = head ? NAME_WIDTH : 1;
  const width = isFew ? column : Math.max(Math.min(across, rest.length), least) + GAP;
  return { head, rows, width, height };
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

/** Put blocks side by side, in as many shelves as it takes; gives the bottom of the lowest. */
function shelve(
  blocks: readonly Block[],
  width: number,
  top: number,
  points: Map<string, Point>,
): number {
  let [x, y, lowest] = [0, top, 0];
  for (const one of blocks) {
    if (x > 0 && x + one.width > width + ROUNDING) {
      y -= lowest + GAP;
      [x, lowest] = [0, 0];
    }
    place(one, x, y, points);
    x += one.width;
    lowest = Math.max(lowest, one.height);
  }
  return y - lowest;
}

function place(one: Block, x: number, y: number, points: Map<string, Point>): void {
  if (one.head) points.set(one.head, { x, y: y - 0.5 });
  const below = y - (one.head ? 1.9 : 0.5);
  one.rows.forEach((row, down) => {
    row.forEach((key, along) => {
      points.set(key, { x: x + along, y: below - down });
    });
  });
}

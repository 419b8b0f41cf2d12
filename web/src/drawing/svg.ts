import { type DrawnEdge, type DrawnNode, palette, type Scene } from "./scene";

const SVG = "http://www.w3.org/2000/svg";
const MARGIN = 40;
const CURVATURE = 0.25;
const FONT = "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif";

/** The scene as SVG: shapes and real text, in colours that stand in the file itself. */
export function drawSvg(scene: Scene, title: string): SVGSVGElement {
  const colour = palette();
  const { unit } = scene;
  const [left, right] = scene.box.x;
  const [bottom, top] = scene.box.y;
  const at = ({ x, y }: { x: number; y: number }) => ({
    x: MARGIN + (x - left) * unit,
    y: MARGIN + (top - y) * unit,
  });
  const width = 2 * MARGIN + (right - left) * unit;
  const height = 2 * MARGIN + (top - bottom) * unit;
  const root = node("svg", {
    viewBox: `0 0 ${round(width)} ${round(height)}`,
    width: round(width),
    height: round(height),
    "font-family": FONT,
    "font-size": 12,
    role: "img",
    "aria-label": title,
  });
  root.append(node("rect", { width: "100%", height: "100%", fill: colour("paper") }));
  root.append(arrowHead(colour("ink2")));
  scene.lanes.forEach(({ top: above, bottom: below, badge, name }, n) => {
    const [from, to] = [at({ x: 0, y: above }).y, at({ x: 0, y: below }).y];
    if (n > 0) root.append(dotted(from, width, colour("rule2")));
    const look = { x: MARGIN, y: round((from + to) / 2), fill: colour("ink"), "font-weight": 600 };
    root.append(text(badge === name ? name : `${badge} ${name}`, look));
  });
  const edges = scene.graph.mapEdges((_, edge, source, target) => ({ edge, source, target }));
  edges.sort((one, other) => one.edge.zIndex - other.edge.zIndex);
  for (const { edge, source, target } of edges) {
    const [from, to] = [source, target].map((key) => at(scene.graph.getNodeAttributes(key)));
    if (!from || !to) continue;
    const bend = bendOf(from, to, scene.isFew ? CURVATURE : 0);
    const end = isArrow(edge) ? before(to, bend, scene.isFew ? 9 : 3) : to;
    const drawn = node("path", {
      d: `M${words(from)}Q${words(bend)} ${words(end)}`,
      fill: "none",
      stroke: edge.color,
      "stroke-width": round(scene.isFew ? edge.size : Math.max(0.4, edge.size * unit)),
    });
    if (edge.dash) drawn.setAttribute("stroke-dasharray", edge.dash);
    if (isArrow(edge) && scene.isFew) drawn.setAttribute("marker-end", "url(#to)");
    root.append(drawn);
    if (edge.forceLabel && edge.label) root.append(word(edge.label, from, bend, to, colour));
  }
  scene.graph.forEachNode((_, drawn) => {
    root.append(...nodeOf(drawn, at(drawn), scene.isFew ? drawn.size : drawn.size * unit, colour));
  });
  return root as SVGSVGElement;
}

/** SVG as the text of a file. */
export function svgText(svg: SVGSVGElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svg)}\n`;
}

/** SVG as a picture, twice as fine as the screen where a picture can be so large. */
export async function png(svg: SVGSVGElement): Promise<Blob> {
  const [width, height] = [Number(svg.getAttribute("width")), Number(svg.getAttribute("height"))];
  const scale = Math.min(2, 8000 / Math.max(width, height));
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText(svg))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil(width * scale);
  canvas.height = Math.ceil(height * scale);
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))));
  });
}

function isArrow({ type }: DrawnEdge): boolean {
  return type === "arrow" || type === "curvedArrow";
}

function nodeOf(
  { type, color, fill, label, forceLabel }: DrawnNode,
  { x, y }: { x: number; y: number },
  size: number,
  colour: (name: string) => string,
): SVGElement[] {
  const r = round(size);
  const shape =
    type === "square"
      ? node("rect", { x: round(x - r), y: round(y - r), width: 2 * r, height: 2 * r, fill: color })
      : node("circle", { cx: round(x), cy: round(y), r, fill: color });
  if (type === "ring") {
    shape.setAttribute("fill", fill);
    shape.setAttribute("stroke", color);
    shape.setAttribute("stroke-width", String(round(r * 0.35)));
  }
  const name = node("title", {});
  name.textContent = label;
  shape.append(name);
  if (!forceLabel && type !== "square") return [shape];
  const look = {
    x: round(x + r + 4),
    y: round(y + 4),
    fill: colour("ink"),
    stroke: colour("paper"),
  };
  return [shape, text(label, { ...look, "stroke-width": 3, "paint-order": "stroke" })];
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where a curve between two points bends to: aside of their middle, as Sigma draws it. */
function bendOf(from: Point, to: Point, curvature: number): Point {
  return {
    x: (from.x + to.x) / 2 + (to.y - from.y) * curvature,
    y: (from.y + to.y) / 2 - (to.x - from.x) * curvature,
  };
}

/** The point so many pixels before the end of a curve. */
function before(end: Point, bend: Point, pixels: number): Point {
  const part = pixels / (Math.hypot(end.x - bend.x, end.y - bend.y) || 1);
  return { x: end.x + (bend.x - end.x) * part, y: end.y + (bend.y - end.y) * part };
}

function words({ x, y }: Point): string {
  return `${round(x)} ${round(y)}`;
}

/** The word of an edge, on the middle of its curve. */
function word(
  said: string,
  from: Point,
  bend: Point,
  to: Point,
  colour: (name: string) => string,
): SVGElement {
  return text(said, {
    x: round((from.x + 2 * bend.x + to.x) / 4),
    y: round((from.y + 2 * bend.y + to.y) / 4),
    fill: colour("ink2"),
    "font-size": 11,
    "text-anchor": "middle",
    stroke: colour("paper"),
    "stroke-width": 3,
    "paint-order": "stroke",
  });
}

function arrowHead(colour: string): SVGElement {
  const defs = node("defs", {});
  const marker = node("marker", {
    id: "to",
    viewBox: "0 0 8 8",
    refX: 7,
    refY: 4,
    markerWidth: 8,
    markerHeight: 8,
    markerUnits: "userSpaceOnUse",
    orient: "auto",
  });
  marker.append(node("path", { d: "M0 0 8 4 0 8z", fill: colour }));
  defs.append(marker);
  return defs;
}

function dotted(y: number, width: number, stroke: string): SVGElement {
  const line = { x1: 0, y1: round(y), x2: round(width), y2: round(y) };
  return node("line", { ...line, stroke, "stroke-dasharray": "2 4" });
}

function text(said: string, attributes: Record<string, string | number>): SVGElement {
  const made = node("text", attributes);
  made.textContent = said;
  return made;
}

function node(name: string, attributes: Record<string, string | number>): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

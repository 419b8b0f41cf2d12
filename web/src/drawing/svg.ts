import { type DrawnEdge, type DrawnNode, palette, type Scene } from "./scene";

const SVG = "http://www.w3.org/2000/svg";
const MARGIN = 40;
const LANE_LABEL = 70;
/** Pixels from one node to the next where nodes have names, and where they are dots. */
const UNIT = { few: 30, many: 16 };
const FONT = "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif";

/** The scene as SVG: shapes and real text, in colours that stand in the file itself. */
export function drawSvg(scene: Scene, title: string): SVGSVGElement {
  const colour = palette();
  const unit = scene.isFew ? UNIT.few : UNIT.many;
  const [left, right] = scene.box.x;
  const [bottom, top] = scene.box.y;
  const at = ({ x, y }: { x: number; y: number }) => ({
    x: MARGIN + LANE_LABEL + (x - left) * unit,
    y: MARGIN + (top - y) * unit,
  });
  const width = 2 * MARGIN + LANE_LABEL + (right - left) * unit;
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
    const words = { x: MARGIN, y: round((from + to) / 2), fill: colour("ink"), "font-weight": 600 };
    root.append(text(badge === name ? name : `${badge} ${name}`, words));
  });
  const edges = scene.graph.mapEdges((_, edge, source, target) => ({ edge, source, target }));
  edges.sort((one, other) => one.edge.zIndex - other.edge.zIndex);
  for (const { edge, source, target } of edges) {
    const ends = [source, target].map((key) => at(scene.graph.getNodeAttributes(key)));
    const line = trimmed(ends, isArrow(edge) ? 9 : 0);
    const stroke = scene.isFew ? edge.size : Math.max(0.4, edge.size * unit);
    const drawn = node("line", { ...line, stroke: edge.color, "stroke-width": round(stroke) });
    if (edge.dash) drawn.setAttribute("stroke-dasharray", edge.dash);
    if (isArrow(edge) && scene.isFew) drawn.setAttribute("marker-end", "url(#to)");
    root.append(drawn);
    if (edge.forceLabel) root.append(word(edge.label, line, colour));
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
  { type, color, label, forceLabel }: DrawnNode,
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
    shape.setAttribute("fill", colour("paper"));
    shape.setAttribute("stroke", color);
    shape.setAttribute("stroke-width", String(round(r * 0.35)));
  }
  const name = node("title", {});
  name.textContent = label;
  shape.append(name);
  if (!forceLabel && type !== "square") return [shape];
  const words = {
    x: round(x + r + 4),
    y: round(y + 4),
    fill: colour("ink"),
    stroke: colour("paper"),
  };
  return [shape, text(label, { ...words, "stroke-width": 3, "paint-order": "stroke" })];
}

function trimmed(
  [from, to]: Array<{ x: number; y: number }>,
  by: number,
): Record<"x1" | "y1" | "x2" | "y2", number> {
  if (!from || !to) return { x1: 0, y1: 0, x2: 0, y2: 0 };
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const part = Math.max(0, 1 - by / length);
  return {
    x1: round(from.x),
    y1: round(from.y),
    x2: round(from.x + (to.x - from.x) * part),
    y2: round(from.y + (to.y - from.y) * part),
  };
}

function word(
  said: string,
  { x1, y1, x2, y2 }: Record<"x1" | "y1" | "x2" | "y2", number>,
  colour: (name: string) => string,
): SVGElement {
  return text(said, {
    x: round((x1 + x2) / 2),
    y: round((y1 + y2) / 2),
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

import { createEdgeCurveProgram } from "@sigma/edge-curve";
import { createNodeBorderProgram } from "@sigma/node-border";
import { NodeSquareProgram } from "@sigma/node-square";
import Sigma from "sigma";
import { EdgeArrowProgram, EdgeRectangleProgram, NodeCircleProgram } from "sigma/rendering";
import { element } from "../browser/elements";
import { type DrawnEdge, type DrawnNode, palette, type Scene } from "./scene";

/** The names of squares are drawn by the program of squares, unless it is told to leave them. */
class Square extends NodeSquareProgram<DrawnNode, DrawnEdge> {
  constructor(...given: ConstructorParameters<typeof NodeSquareProgram<DrawnNode, DrawnEdge>>) {
    super(...given);
    Object.assign(this, { drawLabel: undefined, drawHover: undefined });
  }
}
const RING = createNodeBorderProgram<DrawnNode, DrawnEdge>({
  borders: [
    { size: { value: 0.35 }, color: { attribute: "color" } },
    { size: { fill: true }, color: { attribute: "fill" } },
  ],
});
const CURVE = createEdgeCurveProgram<DrawnNode, DrawnEdge>();
const CURVED_ARROW = createEdgeCurveProgram<DrawnNode, DrawnEdge>({
  arrowHead: { extremity: "target", lengthToThicknessRatio: 4, widenessToThicknessRatio: 3 },
});
/** With more edges than this, moving is smooth only without them. */
const EDGES_WHILE_MOVING = 12_000;
const NAME_SIZE = 12;
const FONT = '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif';

/** Whether the browser can draw with WebGL, which Sigma needs. */
export function canDraw(): boolean {
  return document.createElement("canvas").getContext("webgl2") !== null;
}

/** A drawing that can be moved, zoomed and clicked, in an element of the page. */
export class Stage {
  private readonly sigma: Sigma<DrawnNode, DrawnEdge>;
  private readonly overlay = element("div", { class: "lanes", "aria-hidden": "true" });
  private colour = palette();
  private pointed: string | undefined;
  /** Where names stand in the frame that is being drawn. */
  private named: Rectangle[] = [];
  private scene: Scene;

  constructor(
    private readonly holder: HTMLElement,
    scene: Scene,
    choose: (node: string) => void,
  ) {
    this.scene = scene;
    this.sigma = new Sigma<DrawnNode, DrawnEdge>(scene.graph, holder, {
      nodeProgramClasses: { circle: NodeCircleProgram, square: Square, ring: RING },
      edgeProgramClasses: {
        line: EdgeRectangleProgram,
        arrow: EdgeArrowProgram,
        curve: CURVE,
        curvedArrow: CURVED_ARROW,
      },
      defaultNodeType: "circle",
      zIndex: true,
      labelFont: FONT,
      edgeLabelFont: FONT,
      labelSize: NAME_SIZE,
      edgeLabelSize: 11,
      minEdgeThickness: 0.4,
      minCameraRatio: 0.02,
      maxCameraRatio: 3,
      stagePadding: 30,
      // The table takes the place of the drawing for a while.
      allowInvalidContainer: true,
      nodeReducer: (key, node) => this.drawnNode(key, node),
      edgeReducer: (key, edge) => this.drawnEdge(key, edge),
      defaultDrawNodeLabel: (context, node) => this.drawName(context, node),
      defaultDrawNodeHover: (context, node) => drawHovered(context, node, this.colour),
    });
    holder.append(this.overlay);
    this.sigma.on("clickNode", ({ node }) => choose(node));
    this.sigma.on("enterNode", ({ node }) => this.point(node));
    this.sigma.on("leaveNode", () => this.point(undefined));
    this.sigma.on("beforeRender", () => {
      this.named = [];
    });
    this.sigma.on("afterRender", () => this.placeLanes());
    this.show(scene);
  }

  /** Draw another scene, all of it in view. */
  show(scene: Scene): void {
    this.scene = scene;
    this.colour = palette();
    this.pointed = undefined;
    this.sigma.setSettings({
      itemSizesReference: scene.isFew ? "screen" : "positions",
      zoomToSizeRatioFunction: scene.isFew ? Math.sqrt : (ratio) => ratio,
      labelRenderedSizeThreshold: scene.isFew ? 0 : 12,
      labelDensity: scene.isFew ? 100 : 2,
      renderEdgeLabels: scene.isFew,
      hideEdgesOnMove: scene.graph.size > EDGES_WHILE_MOVING,
      labelColor: { color: this.colour("ink") },
      edgeLabelColor: { color: this.colour("ink2") },
    });
    this.sigma.setGraph(scene.graph);
    this.sigma.setCustomBBox(scene.box);
    this.overlay.replaceChildren(
      ...scene.lanes.map(({ badge, name, level }) =>
        element(
          "div",
          {},
          element("span", { class: `lv ${level}`, lang: "zh-CN" }, badge),
          element("span", {}, name === badge ? "" : name),
        ),
      ),
    );
    this.sigma.getCamera().setState({ x: 0.5, y: 0.5, ratio: 1, angle: 0 });
    this.sigma.refresh();
  }

  /** Give the element back as it was. */
  end(): void {
    this.sigma.kill();
    this.overlay.remove();
  }

  zoom(by: "in" | "out" | "all"): void {
    const camera = this.sigma.getCamera();
    if (by === "all") void camera.animatedReset();
    else if (by === "in") void camera.animatedZoom();
    else void camera.animatedUnzoom();
  }

  private point(node: string | undefined): void {
    this.pointed = node;
    this.holder.classList.toggle("pointing", node !== undefined);
    this.sigma.refresh({ skipIndexation: true });
  }

  private drawnNode(key: string, node: DrawnNode): Partial<DrawnNode> & { zIndex?: number } {
    const { graph } = this.scene;
    if (!this.pointed || !graph.hasNode(this.pointed)) return node;
    const isNear = key === this.pointed || graph.areNeighbors(key, this.pointed);
    return isNear ? { ...node, zIndex: 1 } : { ...node, color: this.colour("rule"), label: "" };
  }

  private drawnEdge(key: string, edge: DrawnEdge): Partial<DrawnEdge> & { hidden?: boolean } {
    const { graph } = this.scene;
    if (!this.pointed || !graph.hasNode(this.pointed)) return edge;
    if (!graph.hasExtremity(key, this.pointed)) return { ...edge, hidden: true };
    return { ...edge, color: this.colour("ink"), size: edge.size * 1.5, zIndex: 9 };
  }

  /** A node's name beside it, unless it would stand on another. */
  private drawName(context: CanvasRenderingContext2D, node: Named): void {
    if (!node.label) return;
    context.font = `${NAME_SIZE}px ${FONT}`;
    const box = nameBox(context, node);
    if (this.named.some((other) => overlap(box, other))) return;
    this.named.push(box);
    context.lineWidth = 4;
    context.lineJoin = "round";
    context.strokeStyle = this.colour("paper");
    context.fillStyle = this.colour("ink");
    context.strokeText(node.label, box.left, node.y + NAME_SIZE / 3);
    context.fillText(node.label, box.left, node.y + NAME_SIZE / 3);
  }

  private placeLanes(): void {
    const { height } = this.sigma.getDimensions();
    this.scene.lanes.forEach(({ top, bottom }, at) => {
      const shown = this.overlay.children[at];
      if (!(shown instanceof HTMLElement)) return;
      const from = this.sigma.graphToViewport({ x: 0, y: top }).y;
      const to = this.sigma.graphToViewport({ x: 0, y: bottom }).y;
      shown.hidden = to < 0 || from > height;
      shown.style.top = `${from}px`;
      shown.style.height = `${to - from}px`;
    });
  }
}

interface Rectangle {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

interface Named {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly label: string | null;
}

function nameBox(context: CanvasRenderingContext2D, { x, y, size, label }: Named): Rectangle {
  const left = x + size + 4;
  const width = context.measureText(label ?? "").width;
  return { left, right: left + width, top: y - NAME_SIZE * 0.7, bottom: y + NAME_SIZE * 0.7 };
}

function overlap(one: Rectangle, other: Rectangle): boolean {
  return (
    one.left < other.right &&
    other.left < one.right &&
    one.top < other.bottom &&
    other.top < one.bottom
  );
}

/** The name of the node under the pointer, over all that is near. */
function drawHovered(
  context: CanvasRenderingContext2D,
  node: Named,
  colour: (name: string) => string,
): void {
  if (!node.label) return;
  context.font = `${NAME_SIZE}px ${FONT}`;
  const { left, right, top, bottom } = nameBox(context, node);
  context.fillStyle = colour("paper");
  context.fillRect(left - 4, top - 3, right - left + 8, bottom - top + 6);
  context.strokeStyle = colour("ink");
  context.lineWidth = 1;
  context.strokeRect(left - 4, top - 3, right - left + 8, bottom - top + 6);
  context.fillStyle = colour("ink");
  context.fillText(node.label, left, node.y + NAME_SIZE / 3);
}

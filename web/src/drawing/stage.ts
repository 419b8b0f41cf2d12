import { createNodeBorderProgram } from "@sigma/node-border";
import { NodeSquareProgram } from "@sigma/node-square";
import Sigma from "sigma";
import { EdgeArrowProgram, EdgeRectangleProgram, NodeCircleProgram } from "sigma/rendering";
import { element } from "../browser/elements";
import { type DrawnEdge, type DrawnNode, palette, type Scene } from "./scene";

const RING = createNodeBorderProgram<DrawnNode, DrawnEdge>({
  borders: [
    { size: { value: 0.35 }, color: { attribute: "color" } },
    { size: { fill: true }, color: { value: "#ffffff" } },
  ],
});
/** With more edges than this, moving is smooth only without them. */
const EDGES_WHILE_MOVING = 12_000;
const FONT = '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif';

/** Whether the browser can draw with WebGL, which Sigma needs. */
export function canDraw(): boolean {
  return document.createElement("canvas").getContext("webgl2") !== null;
}

/** A drawing that can be moved, zoomed and clicked, in an element of the page. */
export class Stage {
  private readonly sigma: Sigma<DrawnNode, DrawnEdge>;
  private readonly overlay = element("div", { class: "lanes", "aria-hidden": "true" });
  private pointed: string | undefined;
  private scene: Scene;

  constructor(
    private readonly holder: HTMLElement,
    scene: Scene,
    choose: (node: string) => void,
  ) {
    this.scene = scene;
    this.sigma = new Sigma<DrawnNode, DrawnEdge>(scene.graph, holder, {
      nodeProgramClasses: { circle: NodeCircleProgram, square: NodeSquareProgram, ring: RING },
      edgeProgramClasses: { line: EdgeRectangleProgram, arrow: EdgeArrowProgram },
      defaultNodeType: "circle",
      zIndex: true,
      labelFont: FONT,
      edgeLabelFont: FONT,
      labelSize: 12,
      edgeLabelSize: 11,
      minEdgeThickness: 0.4,
      minCameraRatio: 0.01,
      maxCameraRatio: 3,
      stagePadding: 30,
      nodeReducer: (key, node) => this.drawnNode(key, node),
      edgeReducer: (key, edge) => this.drawnEdge(key, edge),
      defaultDrawNodeHover: (context, node, settings) => {
        const { x, y, size, label } = node;
        if (!label) return;
        context.font = `${settings.labelSize}px ${FONT}`;
        const width = context.measureText(label).width;
        context.fillStyle = palette()("paper");
        context.fillRect(x + size, y - 10, width + 10, 20);
        context.strokeStyle = palette()("ink");
        context.strokeRect(x + size, y - 10, width + 10, 20);
        context.fillStyle = palette()("ink");
        context.fillText(label, x + size + 5, y + settings.labelSize / 3);
      },
    });
    holder.append(this.overlay);
    this.sigma.on("clickNode", ({ node }) => choose(node));
    this.sigma.on("enterNode", ({ node }) => this.point(node));
    this.sigma.on("leaveNode", () => this.point(undefined));
    this.sigma.on("afterRender", () => this.placeLanes());
    this.show(scene);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => location.reload());
  }

  /** Draw another scene, all of it in view. */
  show(scene: Scene): void {
    this.scene = scene;
    this.pointed = undefined;
    const ink = palette()("ink");
    this.sigma.setSettings({
      itemSizesReference: scene.isFew ? "screen" : "positions",
      labelRenderedSizeThreshold: scene.isFew ? 0 : 6,
      renderEdgeLabels: scene.isFew,
      hideEdgesOnMove: scene.graph.size > EDGES_WHILE_MOVING,
      labelColor: { color: ink },
      edgeLabelColor: { color: palette()("ink2") },
    });
    this.sigma.setGraph(scene.graph);
    this.overlay.replaceChildren(
      ...scene.lanes.map(({ badge, name, level }) =>
        element(
          "div",
          {},
          element("span", { class: `lv ${level}`, lang: "zh-CN" }, badge),
          element("span", {}, name),
        ),
      ),
    );
    this.sigma.getCamera().setState({ x: 0.5, y: 0.5, ratio: 1, angle: 0 });
    this.sigma.refresh();
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
    return isNear ? { ...node, zIndex: 1 } : { ...node, color: palette()("rule"), label: "" };
  }

  private drawnEdge(key: string, edge: DrawnEdge): Partial<DrawnEdge> & { hidden?: boolean } {
    const { graph } = this.scene;
    if (!this.pointed || !graph.hasNode(this.pointed)) return edge;
    if (!graph.hasExtremity(key, this.pointed)) return { ...edge, hidden: true };
    return { ...edge, color: palette()("ink"), size: edge.size * 1.5, zIndex: 9 };
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

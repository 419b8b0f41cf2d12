// The overview of everything: filters, a node's neighbourhood, paths, a table, files.
import { loadData } from "./browser/data_source";
import { element, found, save } from "./browser/elements";
import { say } from "./browser/language";
import { announce } from "./browser/live_region";
import { pageData } from "./browser/page_data";
import { onAddressChange, pushAddress } from "./browser/shown_address";
import { onOtherColours, type Scene } from "./drawing/scene";
import { canDraw, Stage } from "./drawing/stage";
import { drawSvg, png, svgText } from "./drawing/svg";
import { gexf, graphml, json } from "./network/files";
import { makeFinder } from "./network/finder";
import type { Room } from "./network/lanes";
import { drawList } from "./network/list";
import { type Network, type NetworkData, type NetworkFacts, readNetwork } from "./network/model";
import { drawPanel } from "./network/panel";
import { addressOf, fillForm, type Pick, readPick, withForm } from "./network/pick";
import { sceneOf } from "./network/scene";
import { type Selection, select } from "./network/selection";

/** Of a network with more nodes, the documents are drawn first. */
const MANY = 20_000;
/** More dots than this are not drawn as SVG in the page. */
const MOST_IN_SVG = 3_000;

const facts = pageData<NetworkFacts>("network-facts");
const root = found("network", HTMLElement);
const holder = found("stage", HTMLElement);
const form = found("filters", HTMLFormElement);
const state = found("shown", HTMLElement);
const panel = found("panel", HTMLElement);

let network: Network;
let pick: Pick = readPick(new URLSearchParams(location.search));
let selection: Selection;
let scene: Scene;
let stage: Stage | undefined;
let known: Room = { width: 1000, height: 560 };

const source = root.dataset.source ?? "";
loadData<NetworkData>(source).then(comeAlive, () => {
  state.textContent = say(
    "图谱没有取来。刷新本页再试。",
    "The network did not arrive. Reload the page to try again.",
  );
});

function comeAlive(data: NetworkData): void {
  network = readNetwork(data, source);
  offerPlaces();
  fillForm(form, pick);
  form.hidden = false;
  form.addEventListener("change", () => turn(withForm(pick, form)));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => turn(withForm(pick, form))));
  makeFinder(found("find", HTMLInputElement), found("found", HTMLElement), network, facts, choose);
  makeFinder(
    found("find-to", HTMLInputElement),
    found("found-to", HTMLElement),
    network,
    facts,
    (to) => turn({ ...pick, to }),
  );
  for (const button of root.querySelectorAll<HTMLButtonElement>("button[data-do]")) {
    button.addEventListener("click", () => ACTS[button.dataset.do ?? ""]?.());
  }
  onAddressChange(() => {
    pick = readPick(new URLSearchParams(location.search));
    fillForm(form, pick);
    show();
  });
  onOtherColours(show);
  show();
}

function offerPlaces(): void {
  const places = new Set(network.mapNodes((_, { place }) => place).filter(Boolean));
  const options = [...places].sort().map((place) => element("option", { lang: "zh-CN" }, place));
  found("place", HTMLSelectElement).append(...options);
}

/** Show another pick, and say it in the address. */
function turn(next: Pick): void {
  pick = next;
  pushAddress(addressOf(pick));
  show();
}

function choose(key: string): void {
  turn({ ...pick, node: key, to: "" });
}

/** What the buttons do, by their `data-do`. */
const ACTS: Readonly<Record<string, () => void>> = {
  in: () => stage?.zoom("in"),
  out: () => stage?.zoom("out"),
  all: () => stage?.zoom("all"),
  whole: () => turn({ ...pick, node: "", to: "", steps: 1 }),
  table: () => turn({ ...pick, view: pick.view === "table" ? "drawing" : "table" }),
  "no-path": () => turn({ ...pick, to: "" }),
  "steps-1": () => turn({ ...pick, to: "", steps: 1 }),
  "steps-2": () => turn({ ...pick, to: "", steps: 2 }),
  "steps-3": () => turn({ ...pick, to: "", steps: 3 }),
  png: () => void png(still()).then((picture) => save(picture, "zhengmai-network.png")),
  svg: () => saveText(svgText(still()), "svg"),
  gexf: () => saveText(gexf(network, selection, facts), "gexf"),
  graphml: () => saveText(graphml(network, selection, facts), "graphml"),
  json: () => saveText(json(network, selection, facts), "json"),
};

function still(): SVGSVGElement {
  return drawSvg(scene, document.title);
}

function saveText(text: string, suffix: string): void {
  save(new Blob([text], { type: "application/octet-stream" }), `zhengmai-network.${suffix}`);
}

function show(): void {
  const drawn = narrowed();
  selection = select(network, drawn);
  const isTable = pick.view === "table";
  found("table", HTMLElement).hidden = !isTable;
  found("drawing", HTMLElement).hidden = isTable;
  showPanel();
  scene = sceneOf(network, selection, facts, pick, room());
  const [nodes, ties] = [selection.nodes.length, selection.edges.length].map((n) =>
    n.toLocaleString(),
  );
  const count = say(`显示 ${nodes} 个点、${ties} 条线`, `${nodes} nodes, ${ties} ties shown`);
  state.textContent = unknown() + count + (drawn === pick ? "" : leftOut());
  announce(state.textContent);
  for (const button of root.querySelectorAll('[data-do="table"]')) {
    button.setAttribute("aria-pressed", String(isTable));
  }
  if (isTable)
    found("table", HTMLElement).replaceChildren(drawList(network, selection, facts, choose));
  else draw();
}

/** The room that the drawing has, or had before the table took its place. */
function room(): Room {
  if (holder.clientWidth > 0) known = { width: holder.clientWidth, height: holder.clientHeight };
  return known;
}

/** The pick, or of a large network the documents where nothing was picked. */
function narrowed(): Pick {
  const isOpen = !pick.node && !pick.place && pick.kind.size + pick.level.size === 0;
  return isOpen && network.order > MANY ? { ...pick, kind: new Set(["document"]) } : pick;
}

/** What to say where not all was drawn that was picked. */
function leftOut(): string {
  const all = network.order.toLocaleString();
  return say(
    `；图里共 ${all} 个点，先只画文件：勾选类别，或找一个点`,
    `; ${all} in all, documents first: tick kinds, or find a node`,
  );
}

/** What to say where the address names a node that there is not. */
function unknown(): string {
  const missing = [pick.node, pick.to].find((key) => key && !network.hasNode(key));
  return missing ? say(`没有“${missing}”这个点。`, `There is no node “${missing}”. `) : "";
}

function draw(): void {
  found("nothing", HTMLElement).hidden = scene.graph.order > 0;
  if (stage) stage.show(scene);
  else if (canDraw()) stage = new Stage(holder, scene, choose);
  else drawStill();
}

/** Without WebGL the drawing does not move; it can be read, and so can the table. */
function drawStill(): void {
  found("still", HTMLElement).hidden = false;
  holder.classList.add("still");
  for (const zoom of root.querySelectorAll<HTMLElement>(".zoom")) zoom.hidden = true;
  holder.replaceChildren(
    scene.graph.order > MOST_IN_SVG
      ? element(
          "p",
          { class: "empty" },
          say("点太多，先筛选，或以表格查看。", "Too many nodes: filter first, or view as table."),
        )
      : still(),
  );
}

function showPanel(): void {
  const isChosen = network.hasNode(pick.node);
  panel.hidden = !isChosen;
  root.classList.toggle("chosen", isChosen);
  if (!isChosen) return;
  const key = pick.node;
  found("about", HTMLElement).replaceChildren(...drawPanel(network, key, selection, facts, choose));
  for (const button of panel.querySelectorAll<HTMLButtonElement>('[data-do^="steps-"]')) {
    const isNow = !pick.to && button.dataset.do === `steps-${pick.steps}`;
    button.setAttribute("aria-pressed", String(isNow));
  }
  for (const button of panel.querySelectorAll<HTMLElement>('[data-do="no-path"]'))
    button.hidden = !pick.to;
}

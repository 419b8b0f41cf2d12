// The free network: vis-network with a panel and a search. No request.
(function () {
  "use strict";
  const data = JSON.parse(document.getElementById("data").textContent);
  const css = getComputedStyle(document.documentElement);
  const ink = css.getPropertyValue("--ink").trim();
  const line = css.getPropertyValue("--rule2").trim();
  const paper = css.getPropertyValue("--panel").trim();
  const place = document.getElementById("network");
  const nodes = new vis.DataSet(data.nodes.map((node) => ({
    ...node, font: { color: ink, size: 14, strokeWidth: 4, strokeColor: paper, face: css.getPropertyValue("--sans") },
  })));
  const edges = new vis.DataSet(data.edges.map((edge, id) => ({ id, ...edge, color: { color: edge.kind === "implements" ? ink : line, highlight: ink } })));
  const network = new vis.Network(place, { nodes, edges }, {
    layout: { randomSeed: 7, improvedLayout: data.nodes.length < 150 },
    interaction: { hover: true, keyboard: { enabled: true, bindToWindow: false }, tooltipDelay: 150 },
    physics: {
      solver: "forceAtlas2Based",
      forceAtlas2Based: { gravitationalConstant: -70, springLength: 110, avoidOverlap: 0.6 },
      stabilization: { iterations: 300 },
    },
    edges: { smooth: false },
    nodes: { scaling: { label: { drawThreshold: 8 } } },
  });
  network.once("stabilizationIterationsDone", () => document.body.setAttribute("data-drawn", "yes"));

  const panel = document.getElementById("panel");
  function close() {
    panel.hidden = true;
    panel.querySelectorAll(".detail").forEach((one) => { one.hidden = true; });
  }
  function open(id) {
    const node = nodes.get(id);
    const detail = node && node.detail && document.getElementById(node.detail);
    close();
    if (!detail) return;
    detail.hidden = false;
    panel.hidden = false;
    panel.scrollTop = 0;
    detail.focus({ preventScroll: true });
  }
  network.on("selectNode", (event) => open(event.nodes[0]));
  document.querySelector(".close").addEventListener("click", close);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") { close(); place.focus(); } });
  document.querySelectorAll("[data-focus]").forEach((button) => button.addEventListener("click", () => {
    network.selectNodes([button.dataset.focus]);
    network.focus(button.dataset.focus, { scale: 1, animation: false });
    open(button.dataset.focus);
  }));

  const find = document.getElementById("find");
  const found = document.getElementById("found");
  function hits() {
    const words = find.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    if (!words.length) return [];
    return data.nodes.filter((node) => words.every((word) => node.words.toLowerCase().includes(word))).map((node) => node.id);
  }
  find.addEventListener("input", () => {
    const some = hits();
    network.selectNodes(some);
    found.textContent = find.value.trim() ? (some.length ? some.length + found.dataset.places : found.dataset.none) : "";
  });
  find.form.addEventListener("submit", (event) => {
    event.preventDefault();
    const some = hits();
    if (some.length) network.fit({ nodes: some, animation: false });
  });
  document.getElementById("fit").addEventListener("click", () => network.fit());
  const still = document.getElementById("still");
  let moving = true;
  still.addEventListener("click", () => {
    moving = !moving;
    network.setOptions({ physics: { enabled: moving } });
    [still.textContent, still.dataset.other] = [still.dataset.other, still.textContent];
  });
})();

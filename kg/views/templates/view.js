// Panel, search, pan and zoom, table toggle. No dependency, no request.
(function () {
  "use strict";
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const panel = document.getElementById("panel");
  let opener = null;

  // Panel: a click or Enter on anything with data-detail opens it, Esc closes it.
  function close() {
    if (panel.hidden) return;
    panel.hidden = true;
    all(".detail", panel).forEach((one) => { one.hidden = true; });
    all("[aria-expanded=true][data-detail]").forEach((one) => one.setAttribute("aria-expanded", "false"));
    if (opener) opener.focus();
    opener = null;
  }
  function open(from) {
    const detail = document.getElementById(from.dataset.detail);
    if (!detail) return;
    close();
    detail.hidden = false;
    panel.hidden = false;
    panel.scrollTop = 0;
    opener = from;
    if (from.hasAttribute("aria-expanded")) from.setAttribute("aria-expanded", "true");
    detail.focus({ preventScroll: true });
  }
  document.addEventListener("click", (event) => {
    if (event.target.closest(".close")) return close();
    if (String(window.getSelection()) && event.target.closest("svg")) return undefined;
    if (event.target.closest("[data-list]")) return table(true);
    const from = event.target.closest("[data-detail]");
    return from ? open(from) : undefined;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    const from = event.target.closest && event.target.closest("svg [data-detail], svg [data-list]");
    if (from && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      if (from.dataset.detail) open(from); else table(true);
    }
  });

  // Lines of the box in hand stand out.
  const drawing = document.getElementById("drawing");
  function light(node) {
    const strokes = all(".stroke", drawing);
    const name = node && node.dataset.node;
    let some = false;
    strokes.forEach((stroke) => {
      const on = Boolean(name) && (stroke.dataset.source === name || stroke.dataset.target === name);
      stroke.classList.toggle("on", on);
      some = some || on;
    });
    drawing.classList.toggle("lit", some);
  }
  if (drawing) {
    ["focusin", "pointerover"].forEach((kind) => drawing.addEventListener(kind, (event) => light(event.target.closest("[data-node]"))));
    ["focusout", "pointerleave"].forEach((kind) => drawing.addEventListener(kind, () => light(null)));
  }

  // Search: marks what holds the words, in its box or in its panel; Enter goes to the next one.
  const find = document.getElementById("find");
  const found = document.getElementById("found");
  const places = all("[data-find]").map((place) => {
    const detail = place.dataset.detail && document.getElementById(place.dataset.detail);
    return { place, words: (place.textContent + " " + (detail ? detail.textContent : "")).toLowerCase() };
  });
  let hits = [];
  let at = -1;
  function search() {
    const words = find.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    hits = [];
    at = -1;
    places.forEach((entry) => {
      const hit = words.length > 0 && words.every((word) => entry.words.includes(word));
      entry.place.classList.toggle("hit", hit);
      if (hit) hits.push(entry.place);
    });
    const details = new Set(hits.map((hit) => hit.dataset.detail));
    all("#drawing .node").forEach((node) => node.classList.toggle("near", details.has(node.dataset.detail)));
    if (drawing) drawing.classList.toggle("searching", words.length > 0);
    found.textContent = words.length === 0 ? "" : hits.length ? hits.length + found.dataset.places : found.dataset.none;
  }
  function next() {
    const seen = hits.filter((hit) => hit.getClientRects().length);
    if (!seen.length) return;
    at = (at + 1) % seen.length;
    found.textContent = at + 1 + " / " + seen.length + found.dataset.places;
    seen[at].scrollIntoView({ block: "center" });
  }
  find.addEventListener("input", search);
  find.form.addEventListener("submit", (event) => { event.preventDefault(); next(); });

  // The table under the drawing.
  const toggle = document.querySelector(".toggle");
  const list = document.getElementById("list");
  const words = toggle.textContent;
  function table(shown) {
    list.hidden = !shown;
    toggle.setAttribute("aria-expanded", String(shown));
    toggle.textContent = shown ? toggle.dataset.shut : words;
    if (shown) list.scrollIntoView({ block: "start" });
  }
  toggle.addEventListener("click", () => table(list.hidden));

  // Pan and zoom move the view box; buttons, + - 0 and arrow keys, Ctrl and wheel, dragging.
  if (drawing) {
    const home = drawing.getAttribute("viewBox").split(" ").map(Number);
    let box = home.slice();
    const show = () => {
      box[0] = Math.min(Math.max(box[0], home[0]), home[0] + home[2] - box[2]);
      box[1] = Math.min(Math.max(box[1], home[1]), home[1] + home[3] - box[3]);
      drawing.setAttribute("viewBox", box.join(" "));
      drawing.classList.toggle("moved", box[2] < home[2]);
    };
    const zoom = (factor, x, y) => {
      const width = Math.min(Math.max(box[2] / factor, home[2] / 8), home[2]);
      const scale = width / box[2];
      box = [x - (x - box[0]) * scale, y - (y - box[1]) * scale, width, box[3] * scale];
      show();
    };
    const middle = () => [box[0] + box[2] / 2, box[1] + box[3] / 2];
    const step = { in: () => zoom(1.4, ...middle()), out: () => zoom(1 / 1.4, ...middle()), reset: () => { box = home.slice(); show(); } };
    all("[data-zoom]").forEach((button) => button.addEventListener("click", step[button.dataset.zoom]));
    drawing.addEventListener("keydown", (event) => {
      const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
      const keys = { "+": step.in, "=": step.in, "-": step.out, 0: step.reset };
      if (keys[event.key]) keys[event.key]();
      else if (moves[event.key] && box[2] < home[2]) {
        box[0] += moves[event.key][0] * box[2] / 10;
        box[1] += moves[event.key][1] * box[3] / 10;
        show();
      } else return;
      event.preventDefault();
    });
    const point = (event) => {
      const frame = drawing.getBoundingClientRect();
      return [box[0] + (event.clientX - frame.left) / frame.width * box[2], box[1] + (event.clientY - frame.top) / frame.height * box[3]];
    };
    drawing.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      zoom(event.deltaY < 0 ? 1.15 : 1 / 1.15, ...point(event));
    }, { passive: false });
    let grip = null;
    drawing.addEventListener("pointerdown", (event) => {
      if (box[2] < home[2] && !event.target.closest("text")) grip = point(event);
    });
    window.addEventListener("pointermove", (event) => {
      if (!grip) return;
      const now = point(event);
      box[0] += grip[0] - now[0];
      box[1] += grip[1] - now[1];
      show();
    });
    ["pointerup", "pointercancel"].forEach((kind) => window.addEventListener(kind, () => { grip = null; }));
  }

  // Coverage: which states to show; arrow keys walk the cells of the drawing.
  all("[data-only]").forEach((box) => box.addEventListener("change", () => {
    const shown = all("[data-only]:checked").map((one) => one.dataset.only);
    all("tr[data-states]").forEach((row) => {
      row.hidden = !row.dataset.states.split(" ").some((state) => shown.includes(state));
    });
  }));
  const grid = all("[data-cell]");
  const cellAt = new Map(grid.map((cell) => [cell.dataset.cell, cell]));
  grid.forEach((cell) => cell.addEventListener("keydown", (event) => {
    const turn = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    if (!turn) return;
    const [row, column] = cell.dataset.cell.split(",").map(Number);
    const to = cellAt.get((row + turn[0]) + "," + (column + turn[1]));
    event.preventDefault();
    event.stopPropagation();
    if (!to) return;
    cell.setAttribute("tabindex", "-1");
    to.setAttribute("tabindex", "0");
    to.focus();
  }));
})();

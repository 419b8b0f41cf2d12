// The drawing of an item's lineage: it is drawn anew in place as its links say, its lines light up
// with their box, it can be saved as a picture; and why two items are linked is told on demand.
import { save } from "./browser/elements";
import { say } from "./browser/language";
import { announce } from "./browser/live_region";

const REPLACED = ["#lineage", "figure.lin", "#list"];
const SCALE = 2;
/** What is drawn; links to places of the page leave it as it is. */
let shown = location.search;

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const link = target?.closest<HTMLAnchorElement | SVGAElement>("a[href]");
  const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (link && isPlain && event.button === 0) follow(event, link);
  const button = target?.closest<HTMLButtonElement>("[data-png]");
  if (button) void savePicture(button);
});
window.addEventListener("popstate", () => {
  if (location.search !== shown) void redraw(location.href);
});
window.addEventListener("hashchange", openTarget);
openTarget();
lightUp();
showPictures();

function follow(event: Event, link: HTMLAnchorElement | SVGAElement): void {
  const href = new URL(link.getAttribute("href") ?? "", location.href);
  if (link instanceof HTMLElement && link.dataset.why !== undefined) {
    event.preventDefault();
    void tellWhy(link, href);
  } else if (href.pathname === location.pathname && href.search !== shown) {
    event.preventDefault();
    void redraw(href.href).then((isDone) => {
      if (isDone) history.pushState(null, "", href.href);
      else location.assign(href.href);
    });
  }
}

/** Put the drawing of another address of this page in the place of the one that is shown. */
async function redraw(address: string): Promise<boolean> {
  const figure = document.querySelector("figure.lin");
  if (!figure) return false;
  figure.classList.add("waiting");
  try {
    const response = await fetch(address);
    if (!response.ok) return false;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    for (const selector of REPLACED) {
      const fresh = page.querySelector(selector);
      if (fresh) document.querySelector(selector)?.replaceWith(document.adoptNode(fresh));
    }
  } catch {
    return false;
  } finally {
    figure.classList.remove("waiting");
  }
  shown = new URL(address, location.href).search;
  lightUp();
  showPictures();
  const count = document.querySelectorAll("#drawing a.node").length;
  announce(say(`已重画，${count} 个框`, `Drawn anew, ${count} boxes`));
  const heading = document.querySelector<HTMLElement>("#lineage h2");
  heading?.setAttribute("tabindex", "-1");
  heading?.focus({ preventScroll: true });
  return true;
}

/** What an address points at is shown, though it be folded. */
function openTarget(): void {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const details = target?.closest("details");
  if (!target || !details || details.open) return;
  details.open = true;
  target.scrollIntoView();
}

/** Lines of the box in hand stand out. */
function lightUp(): void {
  const drawing = document.querySelector<SVGSVGElement>("#drawing");
  if (!drawing) return;
  const strokes = [...drawing.querySelectorAll<SVGGElement>(".stroke")];
  const light = (target: EventTarget | null) => {
    const box = target instanceof Element ? target.closest<SVGElement>("[data-node]") : null;
    const name = box?.dataset.node;
    let isLit = false;
    for (const stroke of strokes) {
      const isOn = !!name && [stroke.dataset.source, stroke.dataset.target].includes(name);
      stroke.classList.toggle("on", isOn);
      isLit = isLit || isOn;
    }
    drawing.classList.toggle("lit", isLit);
  };
  for (const kind of ["focusin", "pointerover"]) {
    drawing.addEventListener(kind, (event) => light(event.target));
  }
  for (const kind of ["focusout", "pointerleave"]) {
    drawing.addEventListener(kind, () => light(null));
  }
}

function showPictures(): void {
  for (const button of document.querySelectorAll<HTMLElement>("[data-png]")) button.hidden = false;
}

/** The server's SVG, painted on a canvas and saved as PNG. */
async function savePicture(button: HTMLButtonElement): Promise<void> {
  const source = button.dataset.png ?? "";
  const picture = new Image();
  picture.src = source;
  try {
    await picture.decode();
    const canvas = document.createElement("canvas");
    canvas.width = picture.naturalWidth * SCALE;
    canvas.height = picture.naturalHeight * SCALE;
    canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
    if (!blob) throw new Error(source);
    const name = decodeURIComponent(new URL(source, location.href).pathname);
    save(
      blob,
      name
        .replace(/^.*\/item\//, "")
        .replace(/\//g, "-")
        .replace(/\.svg$/, ".png"),
    );
  } catch {
    announce(say("没能存为图片", "The picture could not be saved"));
  }
}

/** Fetch why two items are linked and show it below the link; a second press folds it. */
async function tellWhy(link: HTMLElement, address: URL): Promise<void> {
  const place = link.closest("p");
  const shown = place?.nextElementSibling;
  if (shown?.classList.contains("because")) {
    shown.remove();
    link.setAttribute("aria-expanded", "false");
    return;
  }
  link.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(address.href);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const told = page.querySelector(".because");
    if (!response.ok || !told) throw new Error(address.href);
    place?.after(document.adoptNode(told));
    link.setAttribute("aria-expanded", "true");
  } catch {
    location.assign(address.href);
  } finally {
    link.removeAttribute("aria-busy");
  }
}

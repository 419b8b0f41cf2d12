// The queue: the next link is there before it is asked for, and a decision is sent meanwhile.
import { say } from "../browser/language";
import { announce } from "../browser/live_region";
import { onAddressChange, pushAddress } from "../browser/shown_address";

interface Told {
  said: string;
  seen: string;
  answer: string | null;
}

interface Refused {
  zh: string;
  en: string;
}

/** Where the queue stands; decisions are sent one after the other, in the order they are made. */
let next: Promise<Document> | undefined;
let sending: Promise<unknown> = Promise.resolve();
/** Between an answer and the next link: what is pressed then is meant for neither. */
let isGoing = false;

/** Take over the buttons of the queue, where the page has one. */
export function startQueue(): void {
  const queue = document.getElementById("case");
  if (!queue) return;
  queue.addEventListener("click", (event) => {
    const control = event.target instanceof Element ? event.target.closest("[data-key]") : null;
    if (control && isGoing) return event.preventDefault();
    if (control instanceof HTMLAnchorElement) {
      event.preventDefault();
      void goOn(control.href);
    } else if (control instanceof HTMLButtonElement && control.value !== "undo") {
      decide(event, control);
    }
  });
  onAddressChange(() => location.reload());
  preload();
}

function decide(event: Event, button: HTMLButtonElement): void {
  const { form } = button;
  const skip = form?.querySelector<HTMLAnchorElement>("a[data-key]");
  if (!form?.checkValidity() || !skip) return; // the browser says what is missing, or sends it
  event.preventDefault();
  const fields = new FormData(form);
  fields.set("answer", button.value);
  const address = addressOf(fields);
  sending = sending.then(() => send(form.action, fields, address));
  void goOn(skip.href);
}

/** The address of the queue at the link that a form is about. */
function addressOf(fields: FormData): string {
  const here = new URL(location.href);
  for (const end of ["lower", "upper"]) {
    here.searchParams.set(end, String(fields.get(end)));
    here.searchParams.delete(`done_${end}`);
  }
  return here.pathname + here.search;
}

async function send(action: string, fields: FormData, address: string): Promise<void> {
  const body = new URLSearchParams();
  fields.forEach((value, name) => {
    if (typeof value === "string") body.append(name, value);
  });
  try {
    const answer = await fetch(action, {
      method: "POST",
      body,
      headers: { accept: "application/json" },
    });
    if (answer.ok) tellDone((await answer.json()) as Told, fields, address);
    else tellFailed((await answer.json()) as Refused, address);
  } catch {
    tellFailed({ zh: "没有送到服务器", en: "It did not reach the server" }, address);
  }
}

/** Show the next link, then have the one after it ready. */
async function goOn(address: string): Promise<void> {
  isGoing = true;
  const page = await (next ?? load(address)).catch(() => undefined);
  if (!page) return location.assign(address);
  const reviewer = field("reviewer")?.value ?? "";
  const [old, fresh] = [document, page].map((one) => one.querySelector("#case > :last-child"));
  if (!old || !fresh) return location.assign(address);
  old.replaceWith(document.importNode(fresh, true));
  pushAddress(address);
  const name = field("reviewer");
  if (name && !name.value) name.value = reviewer;
  const heading = document.getElementById("pair");
  heading?.focus({ preventScroll: true });
  if ((document.getElementById("case")?.getBoundingClientRect().top ?? 0) < 0) scrollTo(0, 0);
  isGoing = false;
  next = undefined;
  await sending;
  preload();
}

/** Load the next page; what has been decided until then counts on it. */
function preload(): void {
  const skip = document.querySelector<HTMLAnchorElement>("#case a[data-key]");
  if (!skip) return;
  next = load(skip.href);
  next.then(recount, () => undefined);
}

async function load(address: string): Promise<Document> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${answer.status}`);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

/** The counts of the page, as they are on one that was made later. */
function recount(page: Document): void {
  for (const selector of ["h1", "[data-count=decided]", "[data-count=today]"]) {
    const [here, there] = [document, page].map((one) => one.querySelector(selector));
    if (here && there) here.textContent = there.textContent;
  }
  const [bar, later] = [document, page].map((one) => one.querySelector("progress"));
  if (bar && later) bar.value = later.value;
}

function tellDone(told: Told, fields: FormData, address: string): void {
  const notice = document.getElementById("done");
  if (!notice) return;
  notice.hidden = false;
  notice.classList.remove("bad");
  tell(notice, told.said);
  for (const input of notice.querySelectorAll("input")) {
    const sent = { back: `${address}#case`, seen: told.seen }[input.name] ?? fields.get(input.name);
    if (typeof sent === "string") input.value = sent;
  }
  const undo = notice.querySelector<HTMLButtonElement>("[data-last-key]");
  if (undo) undo.hidden = told.answer === null;
}

function tellFailed(why: Refused, address: string): void {
  const notice = document.getElementById("done");
  if (!notice) return;
  notice.hidden = false;
  notice.classList.add("bad");
  const link = document.createElement("a");
  link.href = address;
  link.textContent = say("回到那一条", "Back to it");
  tell(notice, say(`没有记下：${why.zh}。`, `Not recorded: ${why.en}. `), link);
  const undo = notice.querySelector<HTMLButtonElement>("[data-last-key]");
  if (undo) undo.hidden = true;
}

function tell(notice: HTMLElement, words: string, ...more: Node[]): void {
  notice.querySelector("[data-said]")?.replaceChildren(words, ...more);
  announce(words);
}

function field(name: string): HTMLInputElement | null {
  return document.querySelector<HTMLInputElement>(`#case [data-decide] [name="${name}"]`);
}

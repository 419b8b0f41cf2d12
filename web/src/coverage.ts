// The coverage matrix: rows are filtered in place by state, body and words; the address says how.
import { say } from "./browser/language";
import { announce } from "./browser/live_region";

const PAUSE_MS = 200;
const form = document.querySelector<HTMLFormElement>("#filters");
const table = document.querySelector<HTMLTableElement>("#matrix");
if (form && table) filterInPlace(form, table);

interface Wanted {
  readonly states: readonly string[];
  readonly body: string;
  readonly words: readonly string[];
}

function filterInPlace(form: HTMLFormElement, table: HTMLTableElement): void {
  let waiting = 0;
  form.addEventListener("input", (event) => {
    if (!isFilter(event.target)) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => show(form, table), PAUSE_MS);
  });
}

/** Columns, part and order are the server's to draw: they wait for the button. */
function isFilter(field: EventTarget | null): boolean {
  const isField = field instanceof HTMLInputElement || field instanceof HTMLSelectElement;
  return isField && ["state", "body", "find"].includes(field.name);
}

function show(form: HTMLFormElement, table: HTMLTableElement): void {
  const wanted = wantedBy(new FormData(form));
  let count = 0;
  for (const group of table.tBodies) {
    let isEmpty = true;
    for (const row of group.querySelectorAll<HTMLTableRowElement>("tr[data-states]")) {
      row.hidden = !isWanted(row, wanted);
      if (!row.hidden) {
        isEmpty = false;
        count += 1;
      }
    }
    group.hidden = isEmpty;
  }
  tell(count);
  keepInAddress(form);
}

function wantedBy(fields: FormData): Wanted {
  const text = (name: string) => String(fields.get(name) ?? "");
  return {
    states: fields.getAll("state").map(String),
    body: text("body"),
    words: text("find").normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean),
  };
}

function isWanted(row: HTMLElement, { states, body, words }: Wanted): boolean {
  const { states: own = "", bodies = "", words: text = "" } = row.dataset;
  return (
    (!states.length || own.split(" ").some((state) => states.includes(state))) &&
    (!body || bodies.split("|").includes(body)) &&
    words.every((word) => text.includes(word))
  );
}

function tell(count: number): void {
  const said = say(`${count} 项`, `${count} items`);
  const output = document.getElementById("found");
  if (output) output.textContent = said;
  const nothing = document.getElementById("nothing");
  if (nothing) nothing.hidden = count > 0;
  announce(said);
}

/** The same address that the form would lead to; all states are the same as none. */
function keepInAddress(form: HTMLFormElement): void {
  const address = new URL(location.href);
  const fields = new FormData(form);
  const boxes = form.querySelectorAll<HTMLInputElement>("[name=state]");
  const states = fields.getAll("state").map(String);
  address.searchParams.delete("state");
  if (states.length < boxes.length) {
    for (const state of states) address.searchParams.append("state", state);
  }
  for (const name of ["body", "find"]) {
    const value = String(fields.get(name) ?? "");
    if (value) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
  }
  history.replaceState(null, "", address);
}

/** What the reader picked, as the address says it; an empty set leaves nothing out. */
export interface Pick {
  readonly kind: ReadonlySet<string>;
  readonly level: ReadonlySet<string>;
  readonly relation: ReadonlySet<string>;
  readonly place: string;
  readonly confidence: number;
  /** A node whose neighbourhood is shown, and how many steps of it. */
  readonly node: string;
  readonly steps: number;
  /** Where a path from that node leads. */
  readonly to: string;
  readonly view: "drawing" | "table";
}

export const FEWEST_STEPS = 1;
export const MOST_STEPS = 3;

export function readPick(values: URLSearchParams): Pick {
  const steps = Number(values.get("steps") ?? FEWEST_STEPS);
  return {
    kind: new Set(values.getAll("kind")),
    level: new Set(values.getAll("level")),
    relation: new Set(values.getAll("relation")),
    place: values.get("place") ?? "",
    confidence: Number(values.get("confidence") ?? 0) || 0,
    node: values.get("node") ?? "",
    steps: Math.min(Math.max(Math.trunc(steps) || FEWEST_STEPS, FEWEST_STEPS), MOST_STEPS),
    to: values.get("to") ?? "",
    view: values.get("view") === "table" ? "table" : "drawing",
  };
}

/** The address of a pick; what is as it is at first is not said. */
export function addressOf(pick: Pick): string {
  const values = new URLSearchParams();
  for (const name of ["kind", "level", "relation"] as const) {
    for (const value of pick[name]) values.append(name, value);
  }
  if (pick.place) values.set("place", pick.place);
  if (pick.confidence) values.set("confidence", String(pick.confidence));
  if (pick.node) values.set("node", pick.node);
  if (pick.node && pick.steps !== FEWEST_STEPS) values.set("steps", String(pick.steps));
  if (pick.node && pick.to) values.set("to", pick.to);
  if (pick.view === "table") values.set("view", "table");
  const text = values.toString().replace(/%2F/g, "/");
  return text ? `${location.pathname}?${text}` : location.pathname;
}

/** The pick with what the form of filters says now. */
export function withForm(pick: Pick, form: HTMLFormElement): Pick {
  const values = new FormData(form);
  const all = (name: string) => new Set(values.getAll(name).map(String));
  return {
    ...pick,
    kind: all("kind"),
    level: all("level"),
    relation: all("relation"),
    place: String(values.get("place") ?? ""),
    confidence: Number(values.get("confidence") ?? 0),
  };
}

/** Have the form of filters show the pick. */
export function fillForm(form: HTMLFormElement, pick: Pick): void {
  for (const name of ["kind", "level", "relation"] as const) {
    for (const box of form.querySelectorAll<HTMLInputElement>(`input[name=${name}]`)) {
      box.checked = pick[name].has(box.value);
    }
  }
  for (const field of form.querySelectorAll("select")) {
    field.value = field.name === "place" ? pick.place : String(pick.confidence);
  }
}

import { element } from "../browser/elements";
import { say } from "../browser/language";
import type { Answer, Row } from "./asking";
import { annotation, isNumber, type Namespaces, placeOf, shortIri, type Term } from "./term";

const ROWS_A_PAGE = 100;
const HAN = /\p{Script=Han}/u;

/** The answer as a table of at most a hundred rows, with the way to the others. */
export function drawTable(answer: Answer, namespaces: Namespaces): HTMLElement {
  const holder = element("div");
  const show = (page: number, isTurned: boolean) => {
    const parts = [table(answer, page, namespaces)];
    if (answer.rows.length > ROWS_A_PAGE) parts.push(pager(answer, page, (to) => show(to, true)));
    holder.replaceChildren(...parts);
    if (isTurned) holder.querySelector<HTMLElement>(".scroll")?.focus();
  };
  show(0, false);
  return holder;
}

function table(answer: Answer, page: number, namespaces: Namespaces): HTMLElement {
  const from = page * ROWS_A_PAGE;
  const rows = answer.rows.slice(from, from + ROWS_A_PAGE);
  const numeric = answer.columns.map((_, at) => isNumeric(answer.rows, at));
  const kind = (at: number) => (numeric[at] ? "number" : undefined);
  const heads = answer.columns.map((name, at) =>
    element("th", { scope: "col", class: kind(at) }, name),
  );
  const label = say("查询结果", "Result of the query");
  const head = element("tr", {}, element("th", { scope: "col", class: "row" }, "#"), ...heads);
  const body = rows.map((row, n) =>
    element(
      "tr",
      {},
      element("td", { class: "row" }, String(from + n + 1)),
      ...row.map((term, at) => element("td", { class: kind(at) }, ...shown(term, namespaces))),
    ),
  );
  return element(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": label },
    element(
      "table",
      {},
      element("caption", { class: "vh" }, label),
      element("thead", {}, head),
      element("tbody", {}, ...body),
    ),
  );
}

function isNumeric(rows: readonly Row[], at: number): boolean {
  const terms = rows.map((row) => row[at]).filter((term) => term !== undefined);
  return terms.length > 0 && terms.every(isNumber);
}

function shown(term: Term | undefined, namespaces: Namespaces): Array<Node | string> {
  if (!term) return [];
  if (term.type === "bnode") return [`_:${term.value}`];
  if (term.type === "uri") return [link(term.value, namespaces)];
  const said = annotation(term, namespaces);
  const text = element("span", { lang: language(term) }, term.value);
  return said ? [text, " ", element("span", { class: "kind" }, said)] : [text];
}

function link(iri: string, namespaces: Namespaces): HTMLElement {
  const text = shortIri(iri, namespaces);
  const facts = { title: iri, lang: HAN.test(text) ? "zh-CN" : undefined };
  const place = placeOf(iri, namespaces);
  return place ? element("a", { href: place, ...facts }, text) : element("span", facts, text);
}

function language(term: Term): string | undefined {
  const said = term["xml:lang"];
  return said === "zh" || HAN.test(term.value) ? "zh-CN" : said;
}

function pager(answer: Answer, page: number, turn: (page: number) => void): HTMLElement {
  const last = Math.ceil(answer.rows.length / ROWS_A_PAGE) - 1;
  const button = (text: string, to: number) => {
    const made = element("button", { type: "button" }, text);
    made.disabled = to < 0 || to > last || to === page;
    made.addEventListener("click", () => turn(to));
    return made;
  };
  const from = (page * ROWS_A_PAGE + 1).toLocaleString();
  const to = Math.min((page + 1) * ROWS_A_PAGE, answer.rows.length).toLocaleString();
  const all = answer.rows.length.toLocaleString();
  return element(
    "nav",
    { class: "bar pager", "aria-label": say("翻页", "Pages") },
    button(say("首页", "First"), 0),
    button(say("上一页", "Previous"), page - 1),
    element("span", {}, say(`第 ${from}–${to} 行，共 ${all} 行`, `Rows ${from}–${to} of ${all}`)),
    button(say("下一页", "Next"), page + 1),
    button(say("末页", "Last"), last),
  );
}

import { say } from "../browser/language";
import { readNTriples } from "./ntriples";
import type { Term } from "./term";

export type Row = ReadonlyArray<Term | undefined>;

/** What a query answered: rows under columns; of a CONSTRUCT or DESCRIBE its triples. */
export interface Answer {
  readonly kind: "rows" | "triples" | "boolean";
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  readonly seconds: number;
}

/** Where in the query an error is, counted from one. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A query that was not answered, in the words of the server. */
export class Refused extends Error {
  constructor(
    message: string,
    readonly place?: Place,
  ) {
    super(message);
  }
}

const JSON_ROWS = "application/sparql-results+json";
const TRIPLES = "application/n-triples";

/** Ask the endpoint; the signal ends the query on the server too. */
export async function ask(query: string, signal: AbortSignal): Promise<Answer> {
  const started = performance.now();
  const response = await send(query, `${JSON_ROWS}, ${TRIPLES}`, "", signal);
  const text = await response.text();
  const seconds = (performance.now() - started) / 1000;
  const isGraph = response.headers.get("content-type")?.startsWith(TRIPLES) ?? false;
  return { ...(isGraph ? readTriples(text) : readRows(text)), seconds };
}

/** The answer as a file in one of the formats of the endpoint. */
export async function download(query: string, format: string): Promise<Blob> {
  const response = await send(query, "*/*", format, null);
  const blob = await response.blob();
  // Chinese Excel takes a CSV for UTF-8 by its byte order mark.
  return format === "csv" ? new Blob(["\ufeff", blob], { type: blob.type }) : blob;
}

async function send(
  query: string,
  accept: string,
  format: string,
  signal: AbortSignal | null,
): Promise<Response> {
  const response = await fetch("/sparql", {
    method: "POST",
    body: new URLSearchParams({ query, ...(format && { format }) }),
    headers: { Accept: accept },
    signal,
  });
  if (!response.ok) throw await refused(response);
  return response;
}

async function refused(response: Response): Promise<Refused> {
  const told = await response.json().catch(() => ({}));
  const place = told.line ? { line: told.line, column: told.column } : undefined;
  const sentence = say(told.zh ?? "", told.en ?? "");
  return new Refused(sentence || `HTTP ${response.status}`, place);
}

function readRows(text: string): Omit<Answer, "seconds"> {
  const { head, results, boolean } = JSON.parse(text);
  if (boolean !== undefined) {
    const term: Term = { type: "literal", value: String(boolean) };
    return { kind: "boolean", columns: ["ASK"], rows: [[term]] };
  }
  const columns: string[] = head.vars;
  const rows = results.bindings.map((binding: Record<string, Term>) =>
    columns.map((column) => binding[column]),
  );
  return { kind: "rows", columns, rows };
}

function readTriples(text: string): Omit<Answer, "seconds"> {
  const columns = ["subject", "predicate", "object"];
  return { kind: "triples", columns, rows: readNTriples(text) };
}

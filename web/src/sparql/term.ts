/** An RDF term as SPARQL's JSON results write it. */
export interface Term {
  readonly type: "uri" | "literal" | "bnode";
  readonly value: string;
  readonly "xml:lang"?: string;
  readonly datatype?: string;
}

/** How IRIs are shortened, and where those that begin so have their page here. */
export interface Namespaces {
  readonly prefixes: Readonly<Record<string, string>>;
  readonly base: string;
  readonly places: Readonly<Record<string, string>>;
}

const XSD = "http://www.w3.org/2001/XMLSchema#";
const NUMBERS = new Set(
  ["integer", "decimal", "double", "float", "int", "long", "short", "nonNegativeInteger"].map(
    (name) => XSD + name,
  ),
);
const WITHOUT_WORD = new Set([`${XSD}string`, `${XSD}date`, `${XSD}boolean`, ...NUMBERS]);
/** What may follow a prefix without being escaped: implements, A.1, 落实 */
const LOCAL_NAME = /^[\p{L}_\d](?:[\p{L}\p{N}_\-.]*[\p{L}\p{N}_-])?$/u;

/** `zm:implements`, `<item/…>` for what lies under the base of the data, else the whole `<…>`. */
export function shortIri(iri: string, { prefixes, base }: Namespaces): string {
  for (const [prefix, start] of Object.entries(prefixes)) {
    if (iri.startsWith(start) && LOCAL_NAME.test(iri.slice(start.length))) {
      return `${prefix}:${iri.slice(start.length)}`;
    }
  }
  return iri.startsWith(base) && iri !== base ? `<${iri.slice(base.length)}>` : `<${iri}>`;
}

/** Where the page of a thing is; undefined for what is not of this graph. */
export function placeOf(iri: string, { places }: Namespaces): string | undefined {
  const starts = Object.keys(places).filter((one) => iri.startsWith(one));
  if (starts.length === 0) return undefined;
  const start = starts.reduce((one, other) => (other.length > one.length ? other : one));
  const rest = encodeURI(iri.slice(start.length)).replace(/\?/g, "%3F");
  return places[start] + (start.endsWith("#") ? rest : rest.replace(/#/g, "%23"));
}

export function isNumber({ type, datatype }: Term): boolean {
  return type === "literal" && datatype !== undefined && NUMBERS.has(datatype);
}

/** What is said behind a literal: its language, or a type that does not show by itself. */
export function annotation(term: Term, namespaces: Namespaces): string {
  if (term["xml:lang"]) return `@${term["xml:lang"]}`;
  if (!term.datatype || WITHOUT_WORD.has(term.datatype)) return "";
  return `^^${shortIri(term.datatype, namespaces)}`;
}

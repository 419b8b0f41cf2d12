import type { Term } from "./term";

export type Triple = readonly [Term, Term, Term];

/** <s> <p> "o"@zh . with blank nodes as _:b1; a literal's text has its escapes still */
const TRIPLE =
  /^(?:<([^>]*)>|_:(\S+)) <([^>]*)> (?:<([^>]*)>|_:(\S+)|"((?:[^"\\]|\\.)*)"(?:@([\w-]+)|\^\^<([^>]*)>)?) ?\.$/;
/** \n, \", \u4e2d, \U0001f600 */
const ESCAPE = /\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g;
const SIGNS: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f" };

/** The triples of a text in N-Triples, each once. */
export function readNTriples(text: string): Triple[] {
  const lines = new Set(text.split("\n").filter((line) => line.trim() !== ""));
  return Array.from(lines, readLine);
}

function readLine(line: string): Triple {
  const found = TRIPLE.exec(line.trim());
  if (!found) throw new Error(`Not a line of N-Triples: ${line.slice(0, 200)}`);
  const [, iri, blank, property, objectIri, objectBlank, text, language, datatype] = found;
  const object: Term =
    text === undefined
      ? node(objectIri, objectBlank)
      : {
          type: "literal",
          value: unescaped(text),
          ...(language && { "xml:lang": language }),
          ...(datatype && { datatype }),
        };
  return [node(iri, blank), node(property, undefined), object];
}

function node(iri: string | undefined, blank: string | undefined): Term {
  return iri === undefined
    ? { type: "bnode", value: blank ?? "" }
    : { type: "uri", value: unescaped(iri) };
}

function unescaped(text: string): string {
  return text.replace(ESCAPE, (_, four: string, eight: string, sign: string) =>
    sign ? (SIGNS[sign] ?? sign) : String.fromCodePoint(Number.parseInt(four ?? eight, 16)),
  );
}

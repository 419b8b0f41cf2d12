import { isEnglish } from "../browser/language";
import type { Namespaces } from "./term";
import { shortIri } from "./term";

/** A class, property or concept that a query may name. */
export interface Word {
  /** As a query writes it: `zm:implements`, `<https://…/vocabulary/level/provincial>` */
  readonly written: string;
  readonly kind: "class" | "property" | "concept";
  readonly zh: string;
  readonly en: string;
  readonly definition: string;
}

type Cells = Readonly<Record<string, { readonly value: string } | undefined>>;

/** The words of the ontology and of its vocabulary, and the properties of others in the graph. */
export async function readVocabulary(namespaces: Namespaces): Promise<Word[]> {
  const [terms, properties] = await Promise.all([
    rowsOf("view-editor-terms"),
    rowsOf("property-counts"),
  ]);
  const words = new Map<string, Word>();
  for (const row of terms) {
    const cell = (name: string) => row[name]?.value ?? "";
    words.set(cell("term"), {
      written: written(cell("term"), namespaces),
      kind: cell("kind") as Word["kind"],
      zh: cell("zh"),
      en: cell("en"),
      definition: cell(isEnglish ? "definitionEn" : "definitionZh"),
    });
  }
  for (const row of properties) {
    const iri = row.property?.value ?? "";
    if (words.has(iri)) continue;
    words.set(iri, {
      written: written(iri, namespaces),
      kind: "property",
      zh: "",
      en: "",
      definition: "",
    });
  }
  return [...words.values()];
}

async function rowsOf(question: string): Promise<Cells[]> {
  const response = await fetch(`/api/queries/${question}?format=json`);
  if (!response.ok) throw new Error(`${question}: HTTP ${response.status}`);
  return (await response.json()).results.bindings;
}

/** In a query a name under the base of the data is written in full. */
function written(iri: string, namespaces: Namespaces): string {
  const short = shortIri(iri, namespaces);
  return short.startsWith("<") ? `<${iri}>` : short;
}

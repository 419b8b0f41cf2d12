import { MultiDirectedGraph } from "graphology";

export type Kind = "document" | "measure" | "task" | "body";

/** A document, item or body; its key in the graph is its IRI without the base of the data. */
export interface Thing {
  readonly kind: Kind;
  readonly label: string;
  readonly number: string;
  readonly opening: string;
  readonly level: string;
  readonly place: string;
  /** The key of the document that an item stands in, "" for what is no item. */
  readonly home: string;
  readonly order: number;
  /** Where its page is, "" where there is none. */
  readonly page: string;
}

/** What ties two of them; `confidence` is null where nothing was computed. */
export interface Tie {
  readonly relation: string;
  readonly confidence: number | null;
}

export type Network = MultiDirectedGraph<Thing, Tie>;

/** The network as `/network.json` has it. */
export interface NetworkData {
  readonly nodes: ReadonlyArray<
    [string, Kind, string, string, string, string, string, number | null, number]
  >;
  readonly edges: ReadonlyArray<[number, number, string, number | null]>;
  /** The page of each node, as seen from where the data are; null where a copy has none. */
  readonly pages: ReadonlyArray<string | null>;
}

/** What the page says of the network: names in the language of the page. */
export interface NetworkFacts {
  readonly base: string;
  readonly kinds: Readonly<Record<string, string>>;
  readonly relations: Readonly<Record<string, string>>;
  readonly levels: readonly Level[];
}

export interface Level {
  readonly key: string;
  readonly badge: string;
  readonly name: string;
}

/** The network of data that came from an address. */
export function readNetwork({ nodes, edges, pages }: NetworkData, source: string): Network {
  const network: Network = new MultiDirectedGraph();
  const keys = nodes.map(([key]) => key);
  const from = new URL(source, document.baseURI);
  nodes.forEach(([key, kind, label, number, opening, level, place, home, order], at) => {
    const page = pages[at] ? new URL(pages[at], from).href : "";
    const inDocument = home === null ? "" : (keys[home] ?? "");
    const words = { kind, label, number, opening, level, place };
    network.addNode(key, { ...words, home: inDocument, order, page });
  });
  for (const [source, target, relation, confidence] of edges) {
    network.addEdge(keys[source], keys[target], { relation, confidence });
  }
  return network;
}

/** What a thing is called in the room of so many Chinese characters. */
export function shortName({ kind, label, number, opening }: Thing, most: number): string {
  const name = kind === "document" ? number || label : label;
  const text = opening ? `${name} ${opening}` : name;
  let room = most;
  const cut = [...text].findIndex((sign) => {
    room -= sign < NARROW ? 0.6 : 1;
    return room < 0;
  });
  return cut < 0 ? text : `${[...text].slice(0, cut).join("")}…`;
}

/** Signs before this one, Latin letters and digits, take about half the room. */
const NARROW = "\u0250";

/** What the address of the editor says: a query, and how its answer is shown ("" not at all). */
export interface Link {
  readonly query: string;
  readonly view: string;
}

/** Servers and proxies take addresses of 8,000 characters; ours stay well below. */
const LONGEST = 6_000;

/** The address of a query and its answer. A long query stands behind `#`, which is sent nowhere. */
export function addressOf({ query, view }: Link): string {
  const short = `${location.pathname}?${new URLSearchParams({ query, view })}`;
  if (short.length <= LONGEST) return short;
  return `${location.pathname}?${new URLSearchParams({ view })}#${new URLSearchParams({ query })}`;
}

/** Whether the query is too long to stand before `#`. */
export function isLong(address: string): boolean {
  return address.includes("#query=");
}

/** What the address says now; `otherwise` is the text that the server wrote into the page. */
export function linked(otherwise: string): Link {
  const behind = new URLSearchParams(location.hash.slice(1)).get("query");
  const before = new URLSearchParams(location.search);
  return { query: behind ?? before.get("query") ?? otherwise, view: before.get("view") ?? "" };
}

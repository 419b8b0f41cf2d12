/** What scripts of a copy in a folder hand over: data by the address that they were loaded from. */
const handedOver = new Map<string, unknown>();
const loading = new Map<string, Promise<unknown>>();

declare global {
  interface Window {
    /** Called by the `.js` files that a copy has in the place of JSON. */
    zhengmaiData?: (data: unknown) => void;
  }
}

/**
 * Load the JSON at an address that the page gives in `data-source`.
 *
 * A copy that is opened from a folder may not fetch; there the address is that of a script which
 * hands the same data over.
 */
export async function loadData<T>(source: string): Promise<T> {
  if (/\.js$/.test(source)) return (await handed(source)) as T;
  const response = await fetch(source, { headers: { accept: "application/json" } });
  if (!response.ok) throw new Error(`${source}: ${response.status}`);
  return (await response.json()) as T;
}

function handed(source: string): Promise<unknown> {
  const address = new URL(source, document.baseURI).href;
  const known = loading.get(address);
  if (known) return known;
  window.zhengmaiData = keep;
  const coming = new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve(handedOver.get(address));
    script.onerror = () => reject(new Error(address));
    document.head.append(script);
  });
  loading.set(address, coming);
  return coming;
}

function keep(data: unknown): void {
  const script = document.currentScript;
  if (script instanceof HTMLScriptElement) handedOver.set(script.src, data);
}

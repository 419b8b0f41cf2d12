/** What the page carries for its island in `<script type="application/json" id=…>`. */
export function pageData<T>(id: string): T {
  const text = document.getElementById(id)?.textContent;
  if (!text) throw new Error(`The page has no data called ${id}.`);
  return JSON.parse(text) as T;
}

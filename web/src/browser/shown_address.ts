/** What of the address the page shows; a fragment only moves within it. */
let shown = current();

function current(): string {
  return location.pathname + location.search;
}

/** Give the page another address, which the browser's back button leaves again. */
export function pushAddress(address: string): void {
  history.pushState(null, "", address);
  follow();
}

/** Give the page another address in the place of the one it has. */
export function replaceAddress(address: string): void {
  history.replaceState(null, "", address);
  follow();
}

/** Act when back or forward lead to another address, not when a link leads within the page. */
export function onAddressChange(act: () => void): void {
  window.addEventListener("popstate", () => {
    if (current() === shown) return;
    follow();
    act();
  });
}

/** The link to the other language leads to what is shown now. */
function follow(): void {
  shown = current();
  for (const link of document.querySelectorAll<HTMLAnchorElement>(".lang a")) {
    link.search = location.search;
    link.hash = location.hash;
  }
}

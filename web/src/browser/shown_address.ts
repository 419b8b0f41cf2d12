/** What of the address the page shows; a fragment only moves within it. */
let shown = current();

function current(): string {
  return location.pathname + location.search;
}

/** Give the page another address, which the browser's back button leaves again. */
export function pushAddress(address: string): void {
  history.pushState(null, "", address);
  shown = current();
}

/** Give the page another address in the place of the one it has. */
export function replaceAddress(address: string): void {
  history.replaceState(null, "", address);
  shown = current();
}

/** Act when back or forward lead to another address, not when a link leads within the page. */
export function onAddressChange(act: () => void): void {
  window.addEventListener("popstate", () => {
    if (current() === shown) return;
    shown = current();
    act();
  });
}

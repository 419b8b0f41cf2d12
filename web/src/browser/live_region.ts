const PAUSE_MS = 50;

/** Have screen readers say a text, without moving the focus; the same text twice is said twice. */
export function announce(text: string): void {
  const region = document.getElementById("live");
  if (!region) return;
  region.textContent = "";
  setTimeout(() => {
    region.textContent = text;
  }, PAUSE_MS);
}

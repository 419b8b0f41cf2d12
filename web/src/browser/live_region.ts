let region: HTMLElement | undefined;

/** Have screen readers say a text, without moving the focus; the same text twice is said twice. */
export function announce(text: string): void {
  region ??= make();
  region.textContent = "";
  setTimeout(() => {
    if (region) region.textContent = text;
  }, 50);
}

function make(): HTMLElement {
  const made = document.createElement("div");
  made.className = "vh";
  made.setAttribute("role", "status");
  document.body.append(made);
  return made;
}

/** Marks that the web view lays over words without a change to the page; `design/base.css` has their colours. */

/** Marks these ranges. Where the web view has no such marks, nothing is. */
export function mark(name: string, ranges: readonly Range[], priority = 0): void {
  const registry = marks();
  if (!registry) return;
  const highlight = new Highlight(...ranges);
  highlight.priority = priority;
  registry.set(name, highlight);
}

export function unmark(name: string): void {
  marks()?.delete(name);
}

function marks(): HighlightRegistry | undefined {
  return typeof Highlight === "function" ? CSS.highlights : undefined;
}

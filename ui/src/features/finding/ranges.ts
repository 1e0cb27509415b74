/** Where words stand in what is shown, across the elements that a text is made of. */
import { placesOf } from "./fold";

const breaks = new Set(["P", "LI", "H1", "H2", "H3", "H4", "H5", "H6", "PRE", "BLOCKQUOTE", "TD", "TH", "TR", "DIV", "FIGURE", "SUMMARY", "BR"]);
/** Not of the text: formulas say everything twice, buttons say what they do. */
const aside = "button, [aria-hidden=true], .katex, style, script";

export interface Piece {
  node: Text;
  /** Where it begins in the whole. */
  at: number;
}

export function rangesIn(root: Element, words: readonly string[]): Range[] {
  const { text, pieces } = textOf(root);
  return placesOf(text, words).flatMap(({ start, end }) => rangeOf(pieces, start, end) ?? []);
}

/** The whole text; between blocks stands a line's end, so that nothing is found across them. */
export function textOf(root: Element): { text: string; pieces: Piece[] } {
  const pieces: Piece[] = [];
  let text = "";
  const walk = (node: Node) => {
    if (node instanceof Text) {
      pieces.push({ node, at: text.length });
      text += node.data;
      return;
    }
    if (!(node instanceof Element) || (node !== root && node.matches(aside))) return;
    const apart = node !== root && breaks.has(node.tagName);
    if (apart) text += "\n";
    for (const child of node.childNodes) walk(child);
    if (apart) text += "\n";
  };
  walk(root);
  return { text, pieces };
}

export function rangeOf(pieces: readonly Piece[], start: number, end: number): Range | undefined {
  const first = pieces.findLast(({ at }) => at <= start);
  const last = pieces.findLast(({ at }) => at < end);
  if (!first || !last) return undefined;
  const range = document.createRange();
  range.setStart(first.node, Math.min(start - first.at, first.node.length));
  range.setEnd(last.node, Math.min(end - last.at, last.node.length));
  return range;
}

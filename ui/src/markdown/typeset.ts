/** KaTeX within bounds: no links, no images, no colours of its own for errors, no macros without end. */
import katex, { type KatexOptions } from "katex";
import "katex/dist/katex.min.css";

export type Typeset = (tex: string, display: boolean) => Node | undefined;

/** A formula is a line or a page of a book; what is longer, wider or deeper is something else, and holds up the window. */
const longest = 10_000;
const mostCells = 600;
const deepest = 60;

function isBounded(tex: string): boolean {
  if (tex.length > longest || tex.split("&", mostCells + 1).length > mostCells) return false;
  let depth = 0;
  for (const [mark] of tex.matchAll(/[{}]/g)) {
    depth += mark === "{" ? 1 : -1;
    if (depth > deepest) return false;
  }
  return true;
}

const bounds = (displayMode: boolean): KatexOptions => ({
  displayMode,
  throwOnError: true,
  trust: false,
  strict: "ignore",
  maxExpand: 500,
  maxSize: 20,
  // Macros of one formula are not those of the next.
  macros: {},
});

export const typeset: Typeset = (tex, display) => {
  if (!isBounded(tex)) return undefined;
  const place = document.createElement("span");
  try {
    katex.render(tex, place, { ...bounds(display), output: "htmlAndMathml" });
  } catch {
    return undefined;
  }
  return place;
};

/** The same for other programs. */
export function mathml(tex: string, display: boolean): string | undefined {
  if (!isBounded(tex)) return undefined;
  try {
    const markup = katex.renderToString(tex, { ...bounds(display), output: "mathml" });
    return /<math[\s\S]*<\/math>/.exec(markup)?.[0];
  } catch {
    return undefined;
  }
}

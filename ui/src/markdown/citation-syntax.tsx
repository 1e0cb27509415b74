/**
 * Marks in a text that may refer to what the answer rests on: `[1]`, `[^1]`, `[1, 2]`, `【1】`, `[citation:1]` and `¹`.
 * Whether one does is known only where it is shown: the surroundings turn it into something, or leave it as it was
 * written. Code, maths and links are no place for marks.
 */
import type { Element, ElementContent, Nodes, Text } from "hast";
import { createContext, type ReactNode, useContext } from "react";

/** What stands for a mark; `written` where the numbers refer to nothing. */
export type CitationMark = (numbers: readonly number[], written: string) => ReactNode;

export const CitationContext = createContext<CitationMark>((_, written) => written);

const list = String.raw`\d{1,3}(?:[ ]?[,，、;][ ]?\d{1,3}){0,9}`;
const marks = new RegExp(
  [String.raw`\[\^?(${list})\]`, String.raw`【\^?(${list})(?:†[^【】]{0,80})?】`, String.raw`\[citation:[ ]?(\d{1,3})\]`, "([⁰¹²³⁴-⁹]{1,3})"].join("|"),
  "giu",
);
const quick = /[\]】⁰¹²³⁴-⁹]/u;
const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const closed = new Set(["a", "code", "pre", "x-code", "x-maths", "sup"]);

/** Sets the marks of a tree off from the text around them. */
export function markCitations(tree: Nodes): void {
  if (!("children" in tree) || (tree.type === "element" && closed.has(tree.tagName))) return;
  const children: Nodes[] = tree.children;
  for (let at = children.length - 1; at >= 0; at -= 1) {
    const child = children[at];
    if (child?.type !== "text") {
      if (child) markCitations(child);
    } else if (quick.test(child.value)) {
      const parts = split(child);
      if (parts.length > 1 || parts[0]?.type === "element") children.splice(at, 1, ...parts);
    }
  }
}

function split({ value }: Text): ElementContent[] {
  const parts: ElementContent[] = [];
  let from = 0;
  for (const found of value.matchAll(marks)) {
    const [written, bracketed, lenticular, spelled, raised] = found;
    const end = found.index + written.length;
    if (raised !== undefined && !refers(value, found.index, end)) continue;
    const numbers = raised === undefined ? (bracketed ?? lenticular ?? spelled ?? "") : lowered(raised);
    if (found.index > from) parts.push({ type: "text", value: value.slice(from, found.index) });
    parts.push(mark(numbers, written));
    from = end;
  }
  if (from < value.length) parts.push({ type: "text", value: value.slice(from) });
  return parts;
}

function mark(numbers: string, written: string): Element {
  return { type: "element", tagName: "x-mark", properties: { numbers, written }, children: [] };
}

function lowered(raised: string): string {
  return Array.from(raised, (digit) => superscripts.indexOf(digit)).join("");
}

/** A raised number after a digit, or after a short word such as a unit, is a power. */
function refers(text: string, start: number, end: number): boolean {
  if (/[\p{L}\p{N}⁻⁺]/u.test(text.slice(end, end + 1))) return false;
  const word = /[\p{L}\p{N})\]]*$/u.exec(text.slice(Math.max(0, start - 12), start))?.[0] ?? "";
  if (word === "") return start > 0;
  return /\p{Script=Han}$/u.test(word) || /\p{L}{4}$/u.test(word);
}

interface MarkerProps {
  numbers?: string;
  written?: string;
}

export function Marker({ numbers = "", written = "" }: MarkerProps): ReactNode {
  const show = useContext(CitationContext);
  return show((numbers.match(/\d+/g) ?? []).map(Number), written);
}

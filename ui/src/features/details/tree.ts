/** JSON as the lines of a tree: those that are unfolded, or those that hold what is looked for. */

import { Group, type Json, readJson } from "../steps/json";

export interface Line {
  /** Where it is: places from the top, since two members may have one name. */
  path: string;
  depth: number;
  key: string;
  value: Json;
  /** What is inside: that of a text which is JSON itself, too. Nothing where there is nothing to unfold. */
  inside: Members | undefined;
  unfolded: boolean;
}

/** Looking through more would stop the window; what is further on is not found, and that is said. */
export const mostLookedAt = 100_000;
/** Texts that are JSON themselves are read up to this length. */
const longestInner = 500_000;
/** How many of them are remembered. */
const mostInner = 500;

export const top = "$";

/** What a record says: the list or object of its JSON; nothing where it is none. */
export function readTree(text: string): Group | undefined {
  const value = readJson(text);
  return value instanceof Group ? value : undefined;
}

type Members = Group["members"];

const innerOf = new Map<string, Group | undefined>();

/** What a value holds; nothing where there is nothing to unfold. */
export function insideOf(value: Json): Members | undefined {
  const whole = typeof value === "string" ? inner(value) : value;
  return whole instanceof Group && whole.members.length > 0 ? whole.members : undefined;
}

function inner(text: string): Group | undefined {
  if (text.length > longestInner || !/^\s*[{[]/.test(text)) return undefined;
  if (!innerOf.has(text)) {
    if (innerOf.size >= mostInner) innerOf.clear();
    innerOf.set(text, readTree(text));
  }
  return innerOf.get(text);
}

export interface Lines {
  lines: readonly Line[];
  /** Whether there was more than is looked through. */
  partly: boolean;
}

export function linesOf(root: Group, unfolded: ReadonlySet<string>, search: string): Lines {
  const wanted = search.trim().toLowerCase();
  const found = wanted === "" ? undefined : pathsHolding(root, wanted);
  const holding = found?.holding;
  const lines: Line[] = [];
  const walk = (members: Members, path: string, depth: number) => {
    for (const [index, [key, value]] of members.entries()) {
      const here = `${path}.${index}`;
      if (holding && !holding.has(here)) continue;
      const inside = insideOf(value);
      // What holds something further in is unfolded; what was found itself is for the reader to unfold.
      const open = inside !== undefined && (unfolded.has(here) || holding?.get(here) === "inside");
      lines.push({ path: here, depth, key, value, inside, unfolded: open });
      if (open) walk(inside, here, depth + 1);
    }
  };
  walk(root.members, top, 0);
  return { lines, partly: found?.partly ?? false };
}

type Holds = "itself" | "inside";

/** Every place that holds the words, in its key or its value, and the places on the way there; all that is below a key. */
function pathsHolding(root: Group, wanted: string): { holding: Map<string, Holds>; partly: boolean } {
  const holding = new Map<string, Holds>();
  let left = mostLookedAt;
  const below = (members: Members, path: string, all: boolean): boolean => {
    let any = false;
    for (const [index, [key, value]] of members.entries()) {
      left -= 1;
      if (left < 0) break;
      const here = `${path}.${index}`;
      const inside = insideOf(value);
      const itself = key.toLowerCase().includes(wanted) || (inside === undefined && String(value).toLowerCase().includes(wanted));
      const further = inside !== undefined && below(inside, here, all || itself);
      if (further) holding.set(here, "inside");
      else if (itself || all) holding.set(here, "itself");
      any ||= itself || further;
    }
    return any;
  };
  below(root.members, top, false);
  return { holding, partly: left < 0 };
}

/** A value in short, for the line of what is folded. */
export function brief(value: Json, inside: Line["inside"]): string {
  if (!inside) return value instanceof Group ? (value.kind === "list" ? "[]" : "{}") : String(value);
  if (value instanceof Group && value.kind === "list") return `[${inside.length}]`;
  const said = inside.filter(([, member]) => member !== null && !(member instanceof Group) && member !== "");
  const name = said.find(([key]) => key === "event" || key === "name" || key === "title") ?? said[0];
  return name ? `{ ${name[0]}: ${String(name[1]).slice(0, 80)}${inside.length > 1 ? ", …" : ""} }` : `{ ${inside.length} }`;
}

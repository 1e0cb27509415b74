/** JSON as the lines of a tree: those that are unfolded, or those that hold what is looked for. */

export type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value };

export interface Line {
  /** Where it is: keys from the top, apart from each other. */
  path: string;
  depth: number;
  key: string;
  value: Value;
  /** What is inside: that of a text which is JSON itself, too. Nothing where there is nothing to unfold. */
  inside: Members | undefined;
  unfolded: boolean;
}

/** Looking through more would stop the window; what is further on is not found. */
const mostLookedAt = 100_000;
/** Texts that are JSON themselves are read up to this length. */
const longestInner = 500_000;
/** How many of them are remembered. */
const mostInner = 500;

export const top = "$";

/** What a record says: the value of its JSON; nothing where it is none, or a single word. */
export function readTree(text: string): Value | undefined {
  try {
    const value = JSON.parse(text) as Value;
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

type Members = readonly (readonly [string, Value])[];

const membersOf = new WeakMap<object, Members>();
const innerOf = new Map<string, Value | undefined>();

/** What a value holds. It is asked at every line again, so it is worked out once. */
export function insideOf(value: Value): Members | undefined {
  const whole = typeof value === "string" ? inner(value) : value;
  if (typeof whole !== "object" || whole === null) return undefined;
  const members = membersOf.get(whole) ?? Object.entries(whole);
  membersOf.set(whole, members);
  return members.length > 0 ? members : undefined;
}

function inner(text: string): Value | undefined {
  if (text.length > longestInner || !/^\s*[{[]/.test(text)) return undefined;
  if (!innerOf.has(text)) {
    if (innerOf.size >= mostInner) innerOf.clear();
    innerOf.set(text, readTree(text));
  }
  return innerOf.get(text);
}

export function linesOf(root: Value, unfolded: ReadonlySet<string>, search: string): readonly Line[] {
  const wanted = search.trim().toLowerCase();
  const holding = wanted === "" ? undefined : pathsHolding(root, wanted);
  const lines: Line[] = [];
  const walk = (members: Members, path: string, depth: number) => {
    for (const [key, value] of members) {
      const here = `${path}\n${key}`;
      if (holding && !holding.has(here)) continue;
      const inside = insideOf(value);
      // What holds something further in is unfolded; what was found itself is for the reader to unfold.
      const open = inside !== undefined && (unfolded.has(here) || holding?.get(here) === "inside");
      lines.push({ path: here, depth, key, value, inside, unfolded: open });
      if (open) walk(inside, here, depth + 1);
    }
  };
  walk(insideOf(root) ?? [], top, 0);
  return lines;
}

type Holds = "itself" | "inside";

/** Every place that holds the words, in its key or its value, and the places on the way there; all that is below a key. */
function pathsHolding(root: Value, wanted: string): Map<string, Holds> {
  const holding = new Map<string, Holds>();
  let left = mostLookedAt;
  const below = (members: Members, path: string, all: boolean): boolean => {
    let any = false;
    for (const [key, value] of members) {
      left -= 1;
      if (left < 0) break;
      const here = `${path}\n${key}`;
      const inside = insideOf(value);
      const itself = key.toLowerCase().includes(wanted) || (inside === undefined && String(value).toLowerCase().includes(wanted));
      const further = inside !== undefined && below(inside, here, all || itself);
      if (further) holding.set(here, "inside");
      else if (itself || all) holding.set(here, "itself");
      any ||= itself || further;
    }
    return any;
  };
  below(insideOf(root) ?? [], top, false);
  return holding;
}

/** A value in short, for the line of what is folded. */
export function brief(value: Value, inside: Line["inside"]): string {
  if (!inside) return typeof value === "string" ? value : JSON.stringify(value);
  if (Array.isArray(value)) return `[${inside.length}]`;
  const said = inside.filter(([, member]) => typeof member !== "object" && String(member) !== "");
  const name = said.find(([key]) => key === "event" || key === "name" || key === "title") ?? said[0];
  return name ? `{ ${name[0]}: ${String(name[1]).slice(0, 80)}${inside.length > 1 ? ", …" : ""} }` : `{ ${inside.length} }`;
}

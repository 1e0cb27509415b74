/** JSON read as it is written: a number keeps its digits, an object keeps every member, also those of one name. */

/** A number as it came: one with twenty digits is no number here. */
export class Numeral {
  readonly digits: string;

  constructor(digits: string) {
    this.digits = digits;
  }

  toString(): string {
    return this.digits;
  }
}

/** A list or an object; the members of a list are named by their places. */
export class Group {
  readonly kind: "list" | "object";
  readonly members: readonly (readonly [string, Json])[];

  constructor(kind: Group["kind"], members: Group["members"]) {
    this.kind = kind;
    this.members = members;
  }
}

export type Json = null | boolean | string | Numeral | Group;

/** What is nested deeper is read by nobody, and would be laid out with more spaces than words. */
const deepest = 1_000;

/** The value of a text; nothing where it is no JSON, or nested too deeply. */
export function readJson(text: string): Json | undefined {
  const tokens = tokensOf(text);
  if (!tokens) return undefined;
  let whole: Json | undefined;
  const around: { kind: Group["kind"]; members: [string, Json][]; name: string | undefined }[] = [];
  const put = (value: Json) => {
    const group = around.at(-1);
    if (group === undefined) whole = value;
    else {
      group.members.push([group.name ?? String(group.members.length), value]);
      group.name = undefined;
    }
  };
  for (const token of tokens) {
    const group = around.at(-1);
    if (token === "{" || token === "[") around.push({ kind: token === "{" ? "object" : "list", members: [], name: undefined });
    else if (token === "}" || token === "]") {
      around.pop();
      if (group) put(new Group(group.kind, group.members));
    } else if (token === "," || token === ":") continue;
    else if (token.startsWith('"') && group?.kind === "object" && group.name === undefined) group.name = JSON.parse(token) as string;
    else put(/^[-\d]/.test(token) ? new Numeral(token) : (JSON.parse(token) as string | boolean | null));
  }
  return whole;
}

/** The tokens of a text; nothing where it is no JSON, or nested too deeply. */
export function tokensOf(text: string): readonly string[] | undefined {
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  const tokens: string[] = [];
  const word = /[^\s{}[\],:"]+/y;
  let depth = 0;
  for (let at = 0; at < text.length; at += tokens.at(-1)?.length ?? 0) {
    while (/\s/.test(text.charAt(at))) at += 1;
    const sign = text.charAt(at);
    if (sign === "") break;
    word.lastIndex = at;
    // A pattern would run out of stack in a long text.
    tokens.push(sign === '"' ? text.slice(at, endOfText(text, at)) : (word.exec(text)?.[0] ?? sign));
    if (sign === "{" || sign === "[") depth += 1;
    else if (sign === "}" || sign === "]") depth -= 1;
    if (depth > deepest) return undefined;
  }
  return tokens;
}

/** Behind the quotation mark that ends the text that begins here. */
function endOfText(text: string, start: number): number {
  for (let at = start; ;) {
    at = text.indexOf('"', at + 1);
    let slashes = 0;
    while (text.charAt(at - 1 - slashes) === "\\") slashes += 1;
    if (slashes % 2 === 0) return at + 1;
  }
}

/** Data laid out to be read: every token as it came. */
import { tokensOf } from "./json";

/** Longer texts are shown as they came: laying them out would stop the window. */
const longest = 200_000;

const line = (depth: number) => `\n${"  ".repeat(depth)}`;

/** JSON with line breaks; nothing for what is no JSON, or too long. */
export function laidOut(text: string): string | undefined {
  const tokens = text.length > longest ? undefined : tokensOf(text);
  if (!tokens) return undefined;
  let out = "";
  let depth = 0;
  for (const token of tokens) {
    const opened = /[[{]$/.test(out);
    if (token === "}" || token === "]") {
      depth -= 1;
      out += opened ? token : `${line(depth)}${token}`;
      continue;
    }
    out += opened ? `${line(depth)}${token}` : token;
    if (token === ",") out += line(depth);
    else if (token === ":") out += " ";
    else if (token === "{" || token === "[") depth += 1;
  }
  return out;
}

/** An object or a list with line breaks; any other text as it is. */
export function pretty(text: string): { code: string; language: string } {
  const code = /^\s*[{[]/.test(text) ? laidOut(text) : undefined;
  return code === undefined ? { code: text, language: "" } : { code, language: "json" };
}

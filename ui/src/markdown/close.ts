/**
 * Unfinished Markdown, finished for the eye: what a streaming text has opened and not yet closed at its end is closed,
 * and a mark that says nothing yet is left out. Only what is shown changes, never the text.
 */
import type { Nodes } from "mdast";

/** The source to show for `source`, the last block of a text that still grows; `node` is its tree. */
export function closed(source: string, node: Nodes): string {
  const leaf = lastLeaf(node);
  const line = source.slice(source.lastIndexOf("\n") + 1);
  if (leaf.type === "code") return /^[ >]*(?:`+|~+)$/.test(line) && source.includes("\n") ? cut(source, line) : source;
  if (leaf.type === "math") return /^[ >]*(?:\$|\\)$/.test(line) ? cut(source, line) : source;
  if (leaf.type === "html" || leaf.type === "definition") return source;
  if (/^[ >]*[-*_+#>`~|=$\\]+$/.test(line) && leaf.type !== "tableCell") return cut(source, line);
  if (leaf.type === "paragraph" && /^\s*\|/.test(line)) {
    const table = startedTable(source);
    if (table) return table;
  }
  const start = leaf.position?.start.offset ?? 0;
  const base = node.position?.start.offset ?? 0;
  const head = Math.max(0, source.length - (node.position?.end.offset ?? source.length) + start);
  return start < base ? source : source.slice(0, head) + closeInline(source.slice(head));
}

const cut = (source: string, line: string) => source.slice(0, source.length - line.length).replace(/\n$/, "");

function lastLeaf(node: Nodes): Nodes {
  let leaf = node;
  while ("children" in leaf && leaf.type !== "paragraph" && leaf.type !== "heading" && leaf.type !== "tableCell") {
    const last: Nodes | undefined = leaf.children.at(-1);
    if (!last) break;
    leaf = last;
  }
  return leaf;
}

/** A first row in bars is the head of a table whose second line is still to come. */
function startedTable(source: string): string | undefined {
  const [head = "", rule, more] = source.split("\n");
  if (more !== undefined || (rule !== undefined && !/^[\s|:-]*$/.test(rule))) return undefined;
  const row = head.trim().replace(/\|$/, "");
  const columns = row.split(/(?<!\\)\|/).length - 1;
  if (columns < 1 || row === "|") return undefined;
  return `${row}|\n${"|-".repeat(columns)}|`;
}

const wide = /[\s\p{P}\p{S}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** Closes code, maths, emphasis and links that are open at the end of `text`. */
export function closeInline(text: string): string {
  const open: string[] = [];
  let at = 0;
  while (at < text.length) {
    const mark = /[\\`$*_~![]/g;
    mark.lastIndex = at;
    const found = mark.exec(text);
    if (!found) break;
    at = found.index;
    const rest = text.slice(at);
    const char = found[0];
    if (char === "\\") {
      const end = bracketMaths(rest);
      if (end === undefined) return finish(text, open, rest.startsWith("\\(") ? "\\)" : "\\]");
      at += end;
    } else if (char === "`") {
      const run = /^`+/.exec(rest)?.[0] ?? char;
      const end = codeEnd(rest, run);
      if (end === undefined) return run === rest ? finish(text.slice(0, at), open) : finish(text, open, run, false);
      at += end;
    } else if (char === "$") {
      at += dollarsEnd(rest);
    } else if (char === "[" || rest.startsWith("![")) {
      const end = linkEnd(rest);
      if (typeof end === "string") return closeInline(text.slice(0, at) + end);
      at += end;
    } else if (char === "!") at++;
    else at += emphasis(text, at, open);
  }
  return finish(text, open);
}

function finish(text: string, open: readonly string[], closer = "", trim = true): string {
  if (open.length === 0 && !closer) return text;
  let shown = trim ? text.trimEnd() : text;
  const marks = [...open];
  // A mark with nothing behind it yet is not shown.
  if (!closer) {
    while (marks.length > 0 && shown.endsWith(marks.at(-1) ?? "")) shown = shown.slice(0, -(marks.pop() ?? "").length).trimEnd();
  }
  return shown + closer + marks.toReversed().join("");
}

function bracketMaths(rest: string): number | undefined {
  const close = rest.startsWith("\\(") ? "\\)" : rest.startsWith("\\[") ? "\\]" : undefined;
  if (!close) return 2;
  const end = rest.indexOf(close, 2);
  return end < 0 ? undefined : end + 2;
}

function codeEnd(rest: string, run: string): number | undefined {
  const closing = new RegExp(`(?<!\`)\`{${run.length}}(?!\`)`, "g");
  closing.lastIndex = run.length;
  return closing.test(rest) ? closing.lastIndex : undefined;
}

function dollarsEnd(rest: string): number {
  return /^\$(?![\s$])(?:[^$\n\\]|\\.)*(?<!\s)\$(?![\w$])/.exec(rest)?.[0].length ?? /^\$+/.exec(rest)?.[0].length ?? 1;
}

/** The length of what is complete, or what to show instead of a link or image that is not. */
function linkEnd(rest: string): number | string {
  const image = rest.startsWith("!");
  const text = /^!?\[((?:[^[\]\\]|\\.|\[(?:[^[\]\\]|\\.)*\])*)/s.exec(rest);
  if (!text) return 1;
  const inside = text[1] ?? "";
  const after = rest.slice(text[0].length);
  const shown = image || inside.startsWith("^") ? "" : inside;
  if (after === "" || after === "]") return /^[ xX]?$/.test(inside) ? rest.length : shown;
  if (!after.startsWith("]")) return image ? 2 : 1;
  if (/^\]\([^()\s]*(?:\([^()\s]*\)?[^()\s]*)*(?:\s+["'(][^\n]*)?$/.test(after) && !after.endsWith(")")) return shown;
  return text[0].length - inside.length;
}

function emphasis(text: string, at: number, open: string[]): number {
  const run = new RegExp(`^\\${text[at]}+`).exec(text.slice(at))?.[0] ?? "";
  const before = text[at - 1] ?? " ";
  const after = text[at + run.length] ?? "";
  const char = run[0] ?? "";
  let left = run;
  const closes = !/\s/.test(before) && (char !== "_" || after === "" || wide.test(after));
  if (closes) {
    while (left !== "" && open.at(-1)?.[0] === char && left.startsWith(open.at(-1) ?? "")) left = left.slice((open.pop() ?? "").length);
  }
  const opens = !/\s/.test(after) && (run.length > 1 || wide.test(before));
  if (left !== "" && opens && (char !== "~" || left.length === 2)) {
    if (left.length >= 3) open.push(char, char.repeat(2));
    else open.push(left);
  }
  return run.length;
}

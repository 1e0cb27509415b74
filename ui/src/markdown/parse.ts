/// <reference types="mdast-util-math" />
/**
 * Markdown to its tree: CommonMark, GFM, maths, and emphasis that works next to Chinese punctuation.
 * Whatever the text is, the result is a tree: text that the parser cannot take becomes one paragraph.
 */
import type { Nodes, Root } from "mdast";
import remarkCjkFriendly from "remark-cjk-friendly";
import remarkGfm from "remark-gfm";
import remarkMath from "remark-math";
import remarkParse from "remark-parse";
import { type Processor, unified } from "unified";
import { bracketsSyntax, mathsFromMarkdown, mathsSyntax } from "./maths-syntax";
import { urlSyntax } from "./url-syntax";

declare module "mdast-util-math" {
  interface InlineMathData {
    display?: boolean;
  }
}

/** What the reader chose about the reading of texts; a change counts for what is read after it. */
export const reading = { plainDollars: false };

function remarkOurs(this: Processor, { plainDollars }: typeof reading): void {
  const data = this.data();
  (data.micromarkExtensions ??= []).push(plainDollars ? bracketsSyntax : mathsSyntax, urlSyntax);
  (data.fromMarkdownExtensions ??= []).push(mathsFromMarkdown);
}

const made = (chosen: typeof reading) =>
  unified()
    .use(remarkParse)
    .use(remarkGfm)
    .use(remarkMath, { singleDollarTextMath: false })
    .use(remarkCjkFriendly)
    .use(remarkOurs, chosen)
    .freeze();

const withDollars = made({ plainDollars: false });
const withoutDollars = made({ plainDollars: true });

/** Containers within containers beyond any use; reading them takes time that grows with the square of their depth. */
const bottomless = /^(?:[ \t]*(?:>|[-+*]|\d{1,9}[.)])){80}/m;

export function parse(source: string): Root {
  if (bottomless.test(source)) return plain(source);
  try {
    const root = (reading.plainDollars ? withoutDollars : withDollars).parse(source);
    if (/\$\$|\\\[/.test(source)) markDisplayed(root, source);
    return root;
  } catch {
    return plain(source);
  }
}

/** Maths between double dollars or brackets stands on lines of its own, wherever it is written. */
function markDisplayed(node: Nodes, source: string): void {
  const at = node.position?.start.offset ?? 0;
  if (node.type === "inlineMath" && /^(?:\$\$|\\\[)/.test(source.slice(at, at + 2))) node.data = { display: true };
  if ("children" in node) for (const child of node.children) markDisplayed(child, source);
}

function plain(source: string): Root {
  const position = {
    start: { line: 1, column: 1, offset: 0 },
    end: { line: 1, column: 1, offset: source.length },
  };
  return { type: "root", children: [{ type: "paragraph", children: [{ type: "text", value: source }], position }] };
}

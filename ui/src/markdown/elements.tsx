/**
 * A block as React elements. Every address goes through `Link` or `Image`, which decide what may be opened.
 */
import type { Nodes as Hast } from "hast";
import { type Components, toJsxRuntime } from "hast-util-to-jsx-runtime";
import type { Nodes, RootContent } from "mdast";
import type { ReactElement } from "react";
import { Fragment, jsx, jsxs } from "react/jsx-runtime";
import type { Block } from "./blocks";
import { Marker } from "./citation-syntax";
import { closed } from "./close";
import { CodeBlock } from "./CodeBlock";
import { element, hast, isClosed } from "./hast";
import { Image } from "./Image";
import { Link } from "./Link";
import { Maths } from "./Maths";
import css from "./Markdown.module.css";
import { parse } from "./parse";
import { Table } from "./Table";
import { Task } from "./Task";

const components = {
  "x-code": CodeBlock,
  "x-maths": Maths,
  "x-mark": Marker,
  a: Link,
  img: Image,
  input: Task,
  table: Table,
} as unknown as Partial<Components>;

function render(tree: Hast): ReactElement {
  return toJsxRuntime(tree, { Fragment, jsx, jsxs, components, passNode: true, ignoreInvalidStyle: true });
}

/** The tree of `source` in the light of definitions from elsewhere. */
function inContext(source: string, definitions: Block["definitions"]): RootContent[] {
  const known = definitions.map((one) => {
    const label = (one.label ?? one.identifier).replace(/[\\[\]]/g, "\\$&");
    return `[${one.type === "definition" ? "" : "^"}${label}]: x\n\n`;
  });
  const before = known.join("");
  const own = parse(before + source).children.filter((node) => (node.position?.start.offset ?? 0) >= before.length);
  return [...definitions.filter((one) => one.type === "definition"), ...own];
}

const settled = new WeakMap<Block, ReactElement>();

/** A block that more text will not change. */
export function elements(block: Block): ReactElement {
  const known = settled.get(block);
  if (known) return known;
  const made = render(hast(block.definitions.length > 0 ? inContext(block.source, block.definitions) : [block.node]));
  settled.set(block, made);
  return made;
}

/** The block at the end of a text that still grows: what is open is closed, and the caret stands behind it. */
export function liveElements(block: Block): ReactElement {
  const source = closed(block.source, block.node);
  const whole = source === block.source && block.definitions.length === 0;
  const tree = hast(whole ? [block.node] : inContext(source, block.definitions));
  place(tree, isClosed(block.source, leafOf(block.node)));
  return render(tree);
}

const inside = new Set(["p", "li", "ul", "ol", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "em", "strong", "del"]);

function leafOf(node: Nodes): Nodes {
  const last: Nodes | undefined = "children" in node ? node.children.at(-1) : undefined;
  return last ? leafOf(last) : node;
}

/** Puts the caret behind the last word; `closed` says that code at the end is complete. */
function place(tree: Hast, closed: boolean): void {
  let parent = tree;
  while ("children" in parent) {
    const last = parent.children.findLast((node) => node.type === "element" || (node.type === "text" && node.value.trim()));
    const code = last?.type === "element" && last.tagName === "x-code";
    if (code) {
      last.properties.live = true;
      last.properties.closed = closed;
      return;
    }
    if (last?.type !== "element" || !(inside.has(last.tagName) || last.tagName === "div")) break;
    parent = last;
  }
  if ("children" in parent) parent.children.push(element("span", { className: [css.caret ?? "caret"], ariaHidden: "true" }));
}

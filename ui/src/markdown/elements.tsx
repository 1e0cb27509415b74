/**
 * A block as React elements. The tree comes from the parser alone: HTML in the text is text here, and every address
 * goes through `Link` or `Image`, which decide what may be opened.
 */
import type { Element, ElementContent, Nodes as Hast } from "hast";
import { type Components, toJsxRuntime } from "hast-util-to-jsx-runtime";
import type { Root, RootContent } from "mdast";
import { type Handlers, type State, toHast } from "mdast-util-to-hast";
import type { ReactElement } from "react";
import { Fragment, jsx, jsxs } from "react/jsx-runtime";
import type { Block } from "./blocks";
import { markCitations, Marker } from "./citation-syntax";
import { closed } from "./close";
import { Code } from "./Code";
import { Image, Link } from "./Link";
import { Maths } from "./Maths";
import css from "./Markdown.module.css";
import { parse } from "./parse";
import { Table } from "./Table";

const element = (tagName: string, properties: Element["properties"], children: ElementContent[] = []): Element => ({
  type: "element",
  tagName,
  properties,
  children,
});

const text = (value: string): ElementContent => ({ type: "text", value });

const handlers: Handlers = {
  html(_state: State, node: { value: string }, parent: { type: string } | undefined) {
    if (/^<br\s*\/?>$/i.test(node.value)) return element("br", {});
    const flow = parent?.type === "root" || parent?.type === "listItem" || parent?.type === "blockquote";
    return element(flow ? "p" : "span", { className: [css.raw ?? "raw"] }, [text(node.value)]);
  },
  code(_state: State, node: { value: string; lang?: string | null }) {
    return element("x-code", { code: node.value, language: node.lang ?? "" });
  },
  math(_state: State, node: { value: string }) {
    return element("x-maths", { tex: node.value, block: true });
  },
  inlineMath(_state: State, node: { value: string; data?: { display?: boolean } }) {
    return element("x-maths", { tex: node.value, block: node.data?.display === true });
  },
  footnoteReference(_state: State, node: { label?: string | null; identifier: string }) {
    return element("sup", { className: [css.note ?? "note"] }, [text(node.label ?? node.identifier)]);
  },
  footnoteDefinition(state: State, node: Parameters<State["all"]>[0] & { label?: string | null; identifier: string }) {
    const mark = element("sup", { className: [css.note ?? "note"] }, [text(node.label ?? node.identifier)]);
    return element("div", { className: [css.footnote ?? "footnote"] }, [mark, element("div", {}, state.all(node))]);
  },
};

const components = {
  "x-code": Code,
  "x-maths": Maths,
  "x-mark": Marker,
  a: Link,
  img: Image,
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
  place(tree);
  return render(tree);
}

function hast(children: RootContent[]): Hast {
  const root: Root = { type: "root", children };
  const tree = toHast(root, { handlers });
  markCitations(tree);
  return tree;
}

const inside = new Set(["p", "li", "ul", "ol", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "em", "strong", "del"]);

/** Puts the caret behind the last word. */
function place(tree: Hast): void {
  let parent = tree;
  while ("children" in parent) {
    const last = parent.children.findLast((node) => node.type === "element" || (node.type === "text" && node.value.trim()));
    const code = last?.type === "element" && last.tagName === "x-code";
    if (code) {
      last.properties.live = true;
      return;
    }
    if (last?.type !== "element" || !(inside.has(last.tagName) || last.tagName === "div")) break;
    parent = last;
  }
  if ("children" in parent) parent.children.push(element("span", { className: [css.caret ?? "caret"], ariaHidden: "true" }));
}

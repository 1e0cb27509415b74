/**
 * The tree of a text as elements, still data. It comes from the parser alone: HTML in the text is text here, code and
 * formulas are elements of our own, and characters that would deceive the reader's eye are made visible.
 */
import type { Element, ElementContent, Root as Hast } from "hast";
import type { Nodes, Root, RootContent } from "mdast";
import { type Handlers, type State, toHast } from "mdast-util-to-hast";
import { markCitations } from "./citation-syntax";
import css from "./Markdown.module.css";
import { readable, visible } from "./signs";

export const element = (tagName: string, properties: Element["properties"], children: ElementContent[] = []): Element => ({
  type: "element",
  tagName,
  properties,
  children,
});

export const text = (value: string): ElementContent => ({ type: "text", value });

interface Note {
  label?: string | null;
  identifier: string;
}

const handlers: Handlers = {
  text(_state: State, node: { value: string }) {
    return text(readable(node.value));
  },
  inlineCode(_state: State, node: { value: string }) {
    return element("code", {}, [text(visible(node.value.replace(/\r?\n|\r/g, " ")))]);
  },
  html(_state: State, node: { value: string }, parent: { type: string } | undefined) {
    if (/^<br\s*\/?>$/i.test(node.value)) return element("br", {});
    const flow = parent?.type === "root" || parent?.type === "listItem" || parent?.type === "blockquote";
    return element(flow ? "p" : "span", { className: [css.raw ?? "raw"] }, [text(visible(node.value))]);
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
  footnoteReference(_state: State, node: Note) {
    return element("sup", { className: [css.note ?? "note"] }, [text(node.label ?? node.identifier)]);
  },
  footnoteDefinition(state: State, node: Parameters<State["all"]>[0] & Note) {
    const mark = element("sup", { className: [css.note ?? "note"] }, [text(node.label ?? node.identifier)]);
    return element("div", { className: [css.footnote ?? "footnote"] }, [mark, element("div", {}, state.all(node))]);
  },
};

/** Elements that have a direction of their own, found from their first letter. */
const directed = new Set(["p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "div"]);

export function hast(children: RootContent[]): Hast {
  const root: Root = { type: "root", children };
  const tree = toHast(root, { handlers }) as Hast;
  for (const node of tree.children) if (node.type === "element" && directed.has(node.tagName)) node.properties.dir = "auto";
  direct(tree);
  markCitations(tree);
  return tree;
}

/** Lists within other blocks find their own side; single lines within a block are the style sheet's. */
function direct(parent: Hast | Element): void {
  for (const node of parent.children) {
    if (node.type !== "element") continue;
    if (node.tagName === "ul" || node.tagName === "ol") node.properties.dir = "auto";
    direct(node);
  }
}

/** Whether the fence of the code at the end of `source` is closed, so that no more of it can come. */
export function isClosed(source: string, code: Nodes): boolean {
  if (code.type !== "code") return false;
  const line = source.trimEnd().split("\n").at(-1)?.trim() ?? "";
  const mark = /(?:`{3,}|~{3,})$/.exec(line)?.[0];
  return mark !== undefined && /^[\s>]*$/.test(line.slice(0, -mark.length)) && source.includes("\n") && !code.value.endsWith(mark);
}

/**
 * An answer for other programs: as plain text, and as formatted text with real tables and formulas. Made from the
 * Markdown, not from the page, so that all of it is there whatever the page shows of it.
 */
import type { Element, Nodes } from "hast";
import { address } from "./address";
import { escaped } from "./cells";
import { hast } from "./hast";
import { parse } from "./parse";

export function plainText(markdown: string): string {
  return plain(hast(parse(markdown).children), "").replace(/\n{3,}/g, "\n\n").trim();
}

/** HTML without anything that acts; formulas as MathML. */
export async function richText(markdown: string): Promise<string> {
  const tree = hast(parse(markdown).children);
  const mathml = holdsMaths(tree) ? (await import("./typeset")).mathml : undefined;
  return `<div>${rich(tree, mathml)}</div>`;
}

const text = (node: Element, name: string) => String(node.properties[name] ?? "");

function holdsMaths(node: Nodes): boolean {
  if (node.type === "element" && node.tagName === "x-maths") return true;
  return "children" in node && node.children.some(holdsMaths);
}

function plain(node: Nodes, mark: string): string {
  if (node.type === "text") return node.value;
  if (!("children" in node)) return "";
  if (node.type === "root") return inside(node);
  if (node.type !== "element") return "";
  const { tagName } = node;
  if (tagName === "x-code") return `${text(node, "code")}\n\n`;
  if (tagName === "x-maths") return node.properties.block === true ? `\n${text(node, "tex")}\n\n` : text(node, "tex");
  if (tagName === "ul" || tagName === "ol") return `\n${list(node)}\n`;
  if (tagName === "tr") return `${node.children.filter((cell) => cell.type === "element").map((cell) => plain(cell, "").trim()).join("\t")}\n`;
  const all = inside(node);
  if (tagName === "a") return link(node, all);
  if (tagName === "img") return text(node, "alt");
  if (tagName === "input") return node.properties.checked === true ? "☑" : "☐";
  if (tagName === "br") return "\n";
  if (tagName === "hr") return "――――\n\n";
  if (tagName === "li") return `${mark}${all.trim().replace(/\n+/g, (breaks) => `${breaks.slice(0, 1)}  `)}\n`;
  return ["p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table", "div"].includes(tagName) ? `${all.trimEnd()}\n\n` : all;
}

const inside = (node: { children: Nodes[] }) => node.children.map((child) => (child.type === "text" && child.value === "\n" ? "" : plain(child, ""))).join("");

function list(node: Element): string {
  const first = Number(node.properties.start ?? 1);
  const items = node.children.filter((child) => child.type === "element");
  return items.map((item, index) => plain(item, node.tagName === "ol" ? `${first + index}. ` : "• ")).join("");
}

function link(node: Element, said: string): string {
  const url = text(node, "href");
  return said === url || `http://${said}` === url || said === "" ? url : `${said} (${url})`;
}

type Mathml = (tex: string, display: boolean) => string | undefined;

const same = new Set(["p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "li", "em", "strong", "del", "code", "sup", "table", "thead", "tbody", "tr", "div", "span"]);

function rich(node: Nodes, mathml: Mathml | undefined): string {
  if (node.type === "text") return escaped(node.value);
  if (!("children" in node)) return "";
  const all = () => node.children.map((child) => rich(child, mathml)).join("");
  if (node.type !== "element") return all();
  const { tagName } = node;
  if (tagName === "x-code") return `<pre><code>${escaped(text(node, "code"))}</code></pre>`;
  if (tagName === "x-maths") return formula(node, mathml);
  if (tagName === "a") {
    const target = address(text(node, "href"));
    return target ? `<a href="${escaped(target.url)}">${all()}</a>` : all();
  }
  if (tagName === "img") return escaped(text(node, "alt"));
  if (tagName === "input") return node.properties.checked === true ? "☑" : "☐";
  if (tagName === "br" || tagName === "hr") return `<${tagName}>`;
  if (tagName === "ol") return `<ol start="${Number(node.properties.start ?? 1)}">${all()}</ol>`;
  if (tagName === "td" || tagName === "th") {
    const align = /^(?:left|center|right)$/.exec(text(node, "align"))?.[0];
    return `<${tagName}${align ? ` align="${align}"` : ""}>${all()}</${tagName}>`;
  }
  return same.has(tagName) ? `<${tagName}>${all()}</${tagName}>` : all();
}

function formula(node: Element, mathml: Mathml | undefined): string {
  const tex = text(node, "tex");
  const block = node.properties.block === true;
  const set = mathml?.(tex, block) ?? `<code>${escaped(tex)}</code>`;
  return block ? `<p>${set}</p>` : set;
}

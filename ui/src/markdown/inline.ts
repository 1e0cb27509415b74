/** Elements of a table back to Markdown: for taking a table out of an answer as it was written. */
import type { Element, ElementContent, Nodes } from "hast";

export function markdownTable(table: Element): string {
  const all = rowsOf(table).map((row) => row.children.filter(isCell));
  const head = all[0] ?? [];
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  const written = all.map((cells) => line(cells.map((cell) => inline(cell).trim().replace(/\|/g, "\\|").replace(/\n/g, " "))));
  return [written[0], line(head.map(rule)), ...written.slice(1)].join("\n");
}

const isCell = (node: ElementContent): node is Element => node.type === "element" && (node.tagName === "td" || node.tagName === "th");

function rowsOf(node: Element): Element[] {
  if (node.tagName === "tr") return [node];
  return node.children.flatMap((child) => (child.type === "element" ? rowsOf(child) : []));
}

function rule(cell: Element): string {
  const align = cell.properties.align;
  if (align === "center") return ":-:";
  return align === "right" ? "--:" : align === "left" ? ":--" : "---";
}

const around: Record<string, string> = { strong: "**", em: "*", del: "~~", code: "`" };

function inline(node: Nodes): string {
  if (node.type === "text") return node.value;
  if (!("children" in node)) return "";
  const inside = node.children.map(inline).join("");
  if (node.type !== "element") return inside;
  const { tagName, properties } = node;
  if (tagName === "x-maths") return `$${String(properties.tex)}$`;
  if (tagName === "br") return "<br>";
  if (tagName === "a") return `[${inside}](${String(properties.href)})`;
  if (tagName === "img") return `![${String(properties.alt ?? "")}](${String(properties.src)})`;
  const mark = around[tagName] ?? "";
  return `${mark}${inside}${mark}`;
}

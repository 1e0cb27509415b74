/** Code as tokens of the few kinds that the design has colours for. */
import type { Nodes } from "hast";
import { common, createLowlight } from "lowlight";
import type { Kind, Token } from "./highlight";

const lowlight = createLowlight(common);

const kinds: Record<string, Kind> = {
  keyword: "keyword", built_in: "keyword", type: "keyword", meta: "keyword", "selector-tag": "keyword", tag: "keyword",
  string: "string", regexp: "string", addition: "string", symbol: "string", char: "string", subst: "",
  number: "number", literal: "number", variable: "number", deletion: "number", "template-variable": "number",
  title: "name", attr: "name", attribute: "name", name: "name", section: "name", property: "name", link: "name",
  comment: "comment", quote: "comment", doctag: "comment",
};

/** None where the language is not known. */
export function tokens(language: string, code: string): readonly Token[] | undefined {
  const name = language.toLowerCase();
  return lowlight.registered(name) ? flat(lowlight.highlight(name, code), "") : undefined;
}

function flat(node: Nodes, kind: Kind): Token[] {
  if (node.type === "text") return [[node.value, kind]];
  if (!("children" in node)) return [];
  const classes = node.type === "element" && Array.isArray(node.properties.className) ? node.properties.className : [];
  const name = String(classes[0] ?? "").replace(/^hljs-/, "");
  return node.children.flatMap((child) => flat(child, kinds[name] ?? kind));
}

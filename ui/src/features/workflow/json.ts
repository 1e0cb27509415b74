/** What an output is made of: texts to be read, and data. */
import { Group, readJson } from "../steps/json";
import { laidOut } from "../steps/pretty";

export interface Part {
  /** The name it has in the output; empty where it is the whole. */
  name: string;
  kind: "text" | "json";
  text: string;
}

/** What an output is made of: texts to be read, and data. A text that is JSON itself counts as data. */
export function partsOf(output: string): Part[] {
  const value = readJson(output);
  if (typeof value === "string") return [partOf("", value)];
  if (!(value instanceof Group)) return output.trim() === "" ? [] : [{ name: "", kind: value === undefined ? "text" : "json", text: output.trim() }];
  const entries = value.kind === "list" ? [] : value.members;
  const texts = entries.filter((entry): entry is readonly [string, string] => typeof entry[1] === "string" && entry[1] !== "");
  if (texts.length === 0) return [{ name: "", kind: "json", text: laidOut(output) ?? output }];
  if (entries.length === 1) return texts.map(([, text]) => partOf("", text));
  const parts = texts.map(([name, text]) => partOf(name, text));
  const whole = entries.every(([, of]) => typeof of === "string");
  return whole ? parts : [...parts, { name: "JSON", kind: "json", text: laidOut(output) ?? output }];
}

function partOf(name: string, text: string): Part {
  const data = readJson(text) instanceof Group;
  return { name, kind: data ? "json" : "text", text: data ? (laidOut(text) ?? text) : text };
}

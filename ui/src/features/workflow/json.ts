/** What an output is made of: texts to be read, and data. */
import { laidOut } from "../steps/pretty";

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export interface Part {
  /** The name it has in the output; empty where it is the whole. */
  name: string;
  kind: "text" | "json";
  text: string;
}

/** What an output is made of: texts to be read, and data. A text that is JSON itself counts as data. */
export function partsOf(output: string): Part[] {
  const value = parsed(output);
  if (typeof value === "string") return [partOf("", value)];
  if (typeof value !== "object" || value === null) return output.trim() === "" ? [] : [{ name: "", kind: value === undefined ? "text" : "json", text: output.trim() }];
  const entries = Array.isArray(value) ? [] : Object.entries(value as Record<string, unknown>);
  const texts = entries.filter((entry): entry is [string, string] => typeof entry[1] === "string" && entry[1] !== "");
  if (texts.length === 0) return [{ name: "", kind: "json", text: laidOut(output) ?? output }];
  if (entries.length === 1) return texts.map(([, text]) => partOf("", text));
  const parts = texts.map(([name, text]) => partOf(name, text));
  const whole = entries.every(([, of]) => typeof of === "string");
  return whole ? parts : [...parts, { name: "JSON", kind: "json", text: laidOut(output) ?? output }];
}

function partOf(name: string, text: string): Part {
  const value = parsed(text);
  const data = typeof value === "object" && value !== null;
  return { name, kind: data ? "json" : "text", text: data ? (laidOut(text) ?? text) : text };
}

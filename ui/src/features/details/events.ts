/** Raw events, read as far as the panel needs. */
import type { Frame } from "../../host/types";

export interface Seen {
  /** When it came. */
  at: number;
  raw: string;
  /** The event's name; empty where it has none. */
  name: string;
  /** The text that it brings, such as a piece of the answer; empty without one. */
  text: string;
  /** The answer's id while it runs. */
  task: string;
}

const texts = ["answer", "content", "error", "error_msg", "query", "thought", "observation", "interrupted_msg"];

export function seen({ at, raw }: Frame): Seen {
  const event = read(raw);
  const word = (key: string) => (typeof event[key] === "string" ? event[key] : "");
  const text = texts.map(word).find((found) => found !== "") ?? "";
  return { at, raw, name: word("event"), text, task: word("task_id") };
}

function read(raw: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(raw);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

const ends = new Set(["message_end", "message_failed", "agent_error", "error", "done"]);

/** Whether the end of the stream is among them. */
export function isWhole(frames: readonly Seen[]): boolean {
  const last = frames.at(-1);
  return last !== undefined && ends.has(last.name);
}

/** Those whose name or content holds the words; all of them without words. */
export function matching(frames: readonly Seen[], words: string): readonly Seen[] {
  const wanted = words.trim().toLowerCase();
  if (wanted === "") return frames;
  return frames.filter(({ name, raw }) => name.includes(wanted) || raw.toLowerCase().includes(wanted));
}

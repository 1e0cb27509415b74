/**
 * Where the time of an answer went: what the agent did, and when it wrote, on one axis that begins with the question.
 * Steps bring their own times; when nothing and when text came is read from the raw events.
 */
import type { Answer, Step, StepKind } from "../../host/types";
import type { Seen } from "./events";

export type RowKind = StepKind | "waiting" | "writing";

export interface Bar {
  /** Milliseconds since the question. */
  from: number;
  to: number;
}

export interface Row {
  key: string;
  kind: RowKind;
  /** What it is about, where its kind does not say that. */
  title: string;
  /** None where only the time that it took is known. */
  bars: readonly Bar[];
  tookMs: number;
  running: boolean;
}

export interface Fall {
  rows: readonly Row[];
  /** The end of the axis; 0 where nothing can be placed on it. */
  totalMs: number;
}

/** Nobody notices a shorter wait. */
const leastWaitMs = 100;
/** A longer pause between two pieces of text is a pause in the writing. */
const longestPauseMs = 1500;

const titled = new Set<StepKind>(["tool", "jump", "take-over", "other"]);

export function waterfall(answer: Answer, steps: readonly Step[], frames: readonly Seen[], now: number): Fall {
  const streaming = answer.state === "streaming";
  // Steps that the platform's history told of have no time of their own.
  const placed = frames.length > 0 || steps.some((step) => step.startedAt > answer.startedAt);
  const since = (at: number) => Math.max(0, at - answer.startedAt);
  const rows = steps.map((step) => rowOf(step, placed ? since(step.startedAt) : undefined, since(now)));
  const written = writing(answer, frames, since);
  if (written.length > 0) rows.push(row("writing", "writing", written, streaming && rows.every(({ running }) => !running)));
  const [first] = frames;
  const wait = first ? since(first.at) : 0;
  if (wait >= leastWaitMs) rows.push(row("waiting", "waiting", [{ from: 0, to: wait }], false));
  const ends = rows.flatMap(({ bars }) => bars.map(({ to }) => to));
  const whole = placed && !streaming && answer.endedAt > 0 ? since(answer.endedAt) : streaming ? since(now) : 0;
  const start = ({ bars }: Row) => bars[0]?.from ?? 0;
  return { rows: rows.sort((a, b) => start(a) - start(b)), totalMs: Math.max(0, whole, ...ends) };
}

function rowOf(step: Step, from: number | undefined, now: number): Row {
  const tookMs = step.running ? Math.max(0, now - (from ?? now)) : step.tookMs;
  const bars = from === undefined ? [] : [{ from, to: from + tookMs }];
  return { key: step.id, kind: step.kind, title: titled.has(step.kind) ? step.title : "", bars, tookMs, running: step.running };
}

function row(key: string, kind: RowKind, bars: readonly Bar[], running: boolean): Row {
  return { key, kind, title: "", bars, tookMs: bars.reduce((sum, { from, to }) => sum + to - from, 0), running };
}

const says = new Set(["message", "tool_message"]);
/** What comes between pieces of text without ending the writing. */
const silent = new Set(["message_output_start", "message_output_end", "tool_message_output_start", "tool_message_output_end", "message_cost"]);

/** The spans in which text came. */
function writing(answer: Answer, frames: readonly Seen[], since: (at: number) => number): Bar[] {
  const bars: { from: number; to: number }[] = [];
  let goesOn = false;
  for (const { name, text, at } of frames) {
    if (says.has(name) && text !== "") {
      const last = bars.at(-1);
      const now = since(at);
      if (last && goesOn && now - last.to <= longestPauseMs) last.to = now;
      else bars.push({ from: now, to: now });
      goesOn = true;
    } else if (!silent.has(name)) {
      goesOn = false;
    }
  }
  // Of a long answer only the first events are kept; it was written on until it ended.
  const [last, end] = [frames.at(-1), bars.at(-1)];
  if (end && last && says.has(last.name) && answer.endedAt > 0) end.to = Math.max(end.to, since(answer.endedAt));
  return bars;
}

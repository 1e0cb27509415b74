import { describe, expect, it } from "vitest";
import { answerRow, stepRow } from "../../host/fake-rows";
import type { Step } from "../../host/types";
import { type Seen, seen } from "./events";
import { waterfall } from "./waterfall";

const began = 10_000;
const answer = answerRow({ id: "a", turnId: "t", startedAt: began, endedAt: began + 5000 });
const step = (kind: Step["kind"], from: number, tookMs: number, change: Partial<Step> = {}) =>
  stepRow({ id: `${kind}${from}`, answerId: "a", kind, startedAt: began + from, tookMs, ...change });
const event = (at: number, event: string, answer = ""): Seen => seen({ at: began + at, raw: JSON.stringify({ event, answer, task_id: "T" }) });

function drawn(steps: Step[], frames: Seen[], row = answer, now = 0): string[] {
  const { rows, totalMs } = waterfall(row, steps, frames, began + now);
  const line = rows.map(({ kind, bars, running }) => `${kind}${running ? "…" : ""} ${bars.map(({ from, to }) => `${from}-${to}`).join(" ")}`.trim());
  return [...line, `of ${totalMs}`];
}

describe("the waterfall", () => {
  it("puts waiting, steps and writing on one axis that begins with the question", () => {
    const steps = [step("think", 620, 2100), step("knowledge", 2720, 400)];
    const frames = [event(600, "message_start"), event(3200, "message", "A"), event(4000, "message", "B"), event(5000, "message_end")];
    expect(drawn(steps, frames)).toEqual(["waiting 0-600", "think 620-2720", "knowledge 2720-3120", "writing 3200-4000", "of 5000"]);
  });

  it("breaks the writing where something else is done, or nothing comes for long", () => {
    const frames = [
      event(10, "message", "A"),
      event(500, "message", "B"),
      event(600, "message_output_end"),
      event(700, "message", "C"),
      event(800, "agent_thought"),
      event(900, "message", "D"),
      event(4000, "message", "E"),
      event(4100, "message_end"),
    ];
    expect(drawn([], frames)).toEqual(["writing 10-700 900-900 4000-4000", "of 5000"]);
  });

  it("goes on to now while the answer is being written", () => {
    const streaming = { ...answer, state: "streaming" as const, endedAt: 0 };
    const running = step("tool", 1000, 0, { running: true });
    expect(drawn([running], [event(50, "message_start")], streaming, 4000)).toEqual(["tool… 1000-4000", "of 4000"]);
  });

  it("lets the writing of a long answer, of which not all events are kept, go on to its end", () => {
    expect(drawn([], [event(10, "message", "A"), event(1000, "message", "B")])).toEqual(["writing 10-5000", "of 5000"]);
  });

  it("places nothing of which only durations are known", () => {
    const steps = [step("knowledge", 0, 400), step("qa", 0, 100)];
    expect(drawn(steps, [])).toEqual(["knowledge", "qa", "of 0"]);
  });
});

/** What can be looked at in a browser. */
import { type Fake, fakeHost } from "./fake";
import { longText, manyTurns } from "./fake-long";
import { noRows, problem, richRows, type Rows } from "./fake-rows";
import { PIECE_MS } from "./fake-writing";
import type { Problem, Theme } from "./types";

/**
 * The host for looking at the window in a browser; the address says which state: `&show=empty|failed|alone|long`, `&theme=`,
 * `&locale=`, and `&length=`, the characters of the next answer, which is then written at two thousand a second.
 */
export function shownHost(search: string): Fake {
  const asked = new URLSearchParams(search);
  const { rows, failing } = scene(asked.get("show") ?? "");
  const length = Number(asked.get("length") ?? 0);
  const fake = fakeHost({
    rows,
    ...(length > 0 && { script: longText(length), piece: 2 * PIECE_MS }),
    paced: "timer",
    locale: asked.get("locale") === "zh-CN" ? "zh-CN" : "en",
    settings: { theme: (asked.get("theme") ?? "system") as Theme, locale: asked.get("locale") ?? "" },
  });
  if (failing) fake.refuse("snapshot", failing);
  return fake;
}

function scene(name: string): { rows: Rows; failing?: Problem } {
  const rows = richRows(Date.now());
  if (name === "empty") return { rows: noRows };
  if (name === "long") return { rows: manyTurns(200) };
  if (name === "alone") return { rows: { ...noRows, agents: rows.agents.filter((agent) => agent.builtIn) } };
  if (name === "failed") return { rows: noRows, failing: problem("newerDatabase", { detail: "the file has version 7, this Parlance reads up to 3" }) };
  return { rows };
}

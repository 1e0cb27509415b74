import { describe, expect, it } from "vitest";
import { problem } from "../host/fake-rows";
import type { ProblemCode } from "../host/types";
import { en } from "./en";
import { worded } from "./problems";
import { shortWhen } from "./words";
import { zhCN } from "./zh-CN";

/** Every word by its path; a word that takes something is given something. */
function flat(part: object, path = ""): [path: string, word: string][] {
  return Object.entries(part).flatMap(([key, value]: [string, unknown]) => {
    const here = `${path}/${key}`;
    if (typeof value === "object" && value !== null) return flat(value, here);
    return [[here, String(typeof value === "function" ? value(2, "x", 3) : value)]];
  });
}

it("has every word in both languages, and none of them empty", () => {
  const [english, chinese] = [flat(en), flat(zhCN)];
  expect(chinese.map(([path]) => path)).toEqual(english.map(([path]) => path));
  expect([...english, ...chinese].filter(([, word]) => word.trim() === "")).toEqual([]);
});

it("speaks Chinese in Chinese", () => {
  // Names of forms are the same everywhere.
  const same = new Set(["/agents/addressPlaceholder", "/chat/tokens", "/transfer/forms/lines", "/transfer/forms/markdown"]);
  const untranslated = flat(zhCN).filter(([path, word]) => !same.has(path) && /[a-z]{4}/.test(word) && !/\p{Script=Han}/u.test(word));
  expect(untranslated).toEqual([]);
});

describe("a problem", () => {
  it.each(Object.keys(en.problems.codes) as ProblemCode[])("%s has a title, advice and a way out in both languages", (code) => {
    for (const words of [en, zhCN]) {
      const { title, advice, action } = worded(problem(code), words);
      expect(title.length).toBeGreaterThan(3);
      expect(advice.length).toBeGreaterThan(3);
      expect(action).toBeTruthy();
    }
  });

  it("says how long to wait, in whole seconds", () => {
    expect(worded(problem("rateLimited", { retryAfterMs: 1500 }), en).advice).toContain("2 s");
  });

  it("repeats the platform's own words where they are the reason, and not where they are noise", () => {
    expect(worded(problem("agentFailed", { detail: "the model is out" }), en).reason).toBe("the model is out");
    expect(worded(problem("offline", { detail: "dns error: -2" }), en).reason).toBe("");
  });
});

describe("when something was", () => {
  const now = new Date(2026, 5, 17, 12, 0).getTime();
  const days = (count: number) => new Date(2026, 5, 17 - count, 9, 5).getTime();

  it.each([
    [0, "09:05", "09:05"],
    [1, "Yesterday", "昨天"],
    [3, "Sun", "周日"],
    [20, "May 28", "5月28日"],
    [400, "5/13/2025", "2025/5/13"],
  ])("%d days ago is short and clear", (count, english, chinese) => {
    expect(shortWhen(days(count), now, "en")).toBe(english);
    expect(shortWhen(days(count), now, "zh-CN")).toBe(chinese);
  });
});

import { describe, expect, it } from "vitest";
import { problem } from "../host/fake-rows";
import type { ProblemCode, Rule } from "../host/types";
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
  const same = new Set(["/agents/addressPlaceholder", "/transfer/forms/lines", "/transfer/forms/markdown"]);
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

  it("quotes the platform's own words, and never makes them a part of a sentence", () => {
    const given = problem("agentFailed", { detail: "the agent gave up: the model is out", said: "the model is out", trace: "t1" });
    expect(worded(given, en).line).toBe("The agent gave up. You can ask again. It said: “the model is out”");
    const chinese = worded(given, zhCN);
    expect([chinese.title, chinese.advice]).toEqual(["智能体未能完成回答", "可以重新提问。"]);
    expect(chinese.line).toBe("智能体未能完成回答。可以重新提问。平台的原话：“the model is out”");
    expect(chinese.facts).toBe("agentFailed\nthe agent gave up: the model is out\n请求 ID：t1");
  });

  it.each(Object.keys(en.problems.codes) as ProblemCode[])("%s is a whole sentence in Chinese and says nothing twice, whatever the facts", (code) => {
    const given = problem(code, { detail: "the platform broke", retryAfterMs: 2000 });
    const chinese = worded(given, zhCN);
    // Names, keys and addresses are the same everywhere.
    const words = chinese.line.replace(/Parlance|JSON Lines|GNOME Keyring|KWallet|https:\/\/agent\.example\.com|API|ID/g, "");
    expect(words).not.toMatch(/[A-Za-z]{2}/);
    expect(chinese.line).toMatch(/。$/);
    const english = worded(given, en);
    expect(english.line.split(english.title)).toHaveLength(2);
    expect(english.line).not.toContain("the platform broke");
  });

  it.each(Object.keys(en.problems.rules) as Rule[])("our own rule %s is worded, and is not laid to the platform", (rule) => {
    for (const words of [en, zhCN]) {
      const { title, advice } = worded(problem("refused", { rule }), words);
      expect(title).not.toBe(words.problems.codes.refused.title);
      expect(advice.length).toBeGreaterThan(3);
    }
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

it("a name that begins or ends in other letters stands apart from Chinese text", () => {
  expect(["Answers", "助教", "课程助教 Tutor", "GPT 助手"].map(zhCN.composer.placeholder)).toEqual(["给 Answers 发消息…", "给助教发消息…", "给课程助教 Tutor 发消息…", "给 GPT 助手发消息…"]);
});

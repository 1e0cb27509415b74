import { afterEach, expect, test, vi } from "vitest";
import type { Granted, Wish } from "./highlight";
import { tokens } from "./tokens";

afterEach(() => vi.unstubAllGlobals());

test("code becomes tokens that together are the code", () => {
  const code = 'let a = "x"; // note\nfn(42);\n';
  const made = tokens("JavaScript", code) ?? [];
  expect(made.map(([text]) => text).join("")).toBe(code);
  expect(made).toContainEqual(["let", "keyword"]);
  expect(made).toContainEqual(['"x"', "string"]);
  expect(made).toContainEqual(["42", "number"]);
  expect(made).toContainEqual(["// note", "comment"]);
});

test("an unknown language has no tokens", () => {
  expect(tokens("no-such-language", "x")).toBeUndefined();
});

test("settled code is asked for once and remembered", async () => {
  const asked: Wish[] = [];
  class Worker {
    #hear: (event: { data: Granted }) => void = () => undefined;
    addEventListener(_name: string, hear: (event: { data: Granted }) => void) {
      this.#hear = hear;
    }
    postMessage(wish: Wish) {
      asked.push(wish);
      this.#hear({ data: { id: wish.id, tokens: tokens(wish.language, wish.code) } });
    }
  }
  vi.stubGlobal("Worker", Worker);
  const { highlight, highlighted } = await import("./highlight");
  const done = vi.fn();
  highlight("js", "let a", done);
  highlight("js", "let a", done);
  expect(asked).toHaveLength(1);
  expect(done).toHaveBeenCalledOnce();
  expect(highlighted("js", "let a")).toContainEqual(["let", "keyword"]);
});

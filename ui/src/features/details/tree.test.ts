import { describe, expect, it } from "vitest";
import type { Group } from "../steps/json";
import { brief, insideOf, linesOf, mostLookedAt, readTree } from "./tree";

const treeOf = (text: string) => readTree(text) as Group;
const listed = (root: Group, unfolded: string[], search = "") =>
  linesOf(root, new Set(unfolded), search).lines.map(({ depth, key, value, inside, unfolded: open }) => `${"  ".repeat(depth)}${key}${open ? "" : `: ${brief(value, inside)}`}`);

const trace = treeOf(
  JSON.stringify([
    { event: "knowledge_retrieve", query: "root certificate", top_k: 3 },
    { event: "agent_thought", tool: "weather", tool_input: '{"city":"Kyoto"}', docs: { outputList: [{ output: "Trust the root." }] } },
  ]),
);

const shown = (unfolded: string[], search = "") => listed(trace, unfolded, search);

describe("a record as a tree", () => {
  it("is folded at first, and says in short what is inside", () => {
    expect(shown([])).toEqual(["0: { event: knowledge_retrieve, … }", "1: { event: agent_thought, … }"]);
  });

  it("unfolds place by place, and into a text that is JSON itself", () => {
    expect(shown(["$.1", "$.1.2"])).toEqual([
      "0: { event: knowledge_retrieve, … }",
      "1",
      "  event: agent_thought",
      "  tool: weather",
      "  tool_input",
      "    city: Kyoto",
      "  docs: { 1 }",
    ]);
  });

  it("that is searched shows what holds the words, in keys and values, and the way there", () => {
    expect(shown([], "ROOT")).toEqual(["0", "  query: root certificate", "1", "  docs", "    outputList", "      0", "        output: Trust the root."]);
    expect(shown([], "kyoto")).toEqual(["1", "  tool_input", "    city: Kyoto"]);
    expect(shown([], "docs")).toEqual(["1", "  docs: { 1 }"]);
    expect(shown([], "nothing of it")).toEqual([]);
  });

  it("is none where the text is no JSON, or a single word", () => {
    for (const text of ["", "x", "7", '"a"', "null", "[1"]) expect(readTree(text)).toBeUndefined();
    expect(insideOf(treeOf('["a"]'))).toEqual([["0", "a"]]);
    expect(insideOf(treeOf("{}"))).toBeUndefined();
  });

  it("keeps every digit and every member, also two of one name", () => {
    const odd = treeOf('{"id":12345678901234567890,"n":1.0,"a":{"x":1},"a":{"x":[]},"s":"{\\"id\\":10000000000000000001}"}');
    expect(listed(odd, ["$.3"])).toEqual(["id: 12345678901234567890", "n: 1.0", "a: { x: 1 }", "a", "  x: []", "s: { id: 10000000000000000001 }"]);
    expect(listed(odd, [], "10000000000000000001")).toEqual(["s", "  id: 10000000000000000001"]);
  });

  it("of very many places is still a list of those in sight", () => {
    const many = treeOf(JSON.stringify(Array.from({ length: 50_000 }, (_, index) => ({ name: `n${index}` }))));
    expect(linesOf(many, new Set(), "").lines).toHaveLength(50_000);
    expect(linesOf(many, new Set(), "n49")).toMatchObject({ partly: false });
    expect(linesOf(many, new Set(), "n49").lines).not.toHaveLength(0);
  });

  it("says where it was not looked through to its end", () => {
    const most = (length: number) => treeOf(JSON.stringify(Array.from({ length }, () => 1)));
    expect(linesOf(most(mostLookedAt), new Set(), "x").partly).toBe(false);
    expect(linesOf(most(mostLookedAt + 1), new Set(), "x")).toEqual({ lines: [], partly: true });
    expect(linesOf(most(mostLookedAt + 1), new Set(), "").partly).toBe(false);
  });
});

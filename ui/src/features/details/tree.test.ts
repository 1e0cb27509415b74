import { describe, expect, it } from "vitest";
import { brief, insideOf, linesOf, readTree, type Value } from "./tree";

const trace = readTree(
  JSON.stringify([
    { event: "knowledge_retrieve", query: "root certificate", top_k: 3 },
    { event: "agent_thought", tool: "weather", tool_input: '{"city":"Kyoto"}', docs: { outputList: [{ output: "Trust the root." }] } },
  ]),
) as Value;

const shown = (unfolded: string[], search = "") =>
  linesOf(trace, new Set(unfolded), search).map(({ depth, key, value, inside, unfolded: open }) => `${"  ".repeat(depth)}${key}${open ? "" : `: ${brief(value, inside)}`}`);

describe("a record as a tree", () => {
  it("is folded at first, and says in short what is inside", () => {
    expect(shown([])).toEqual(["0: { event: knowledge_retrieve, … }", "1: { event: agent_thought, … }"]);
  });

  it("unfolds place by place, and into a text that is JSON itself", () => {
    expect(shown(["$\n1", "$\n1\ntool_input"])).toEqual([
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
    expect(insideOf(["a"])).toEqual([["0", "a"]]);
    expect(insideOf({})).toBeUndefined();
  });

  it("of very many places is still a list of those in sight", () => {
    const many = Array.from({ length: 50_000 }, (_, index) => ({ name: `n${index}` }));
    expect(linesOf(many, new Set(), "")).toHaveLength(50_000);
    expect(linesOf(many, new Set(), "n49")).not.toHaveLength(0);
  });
});

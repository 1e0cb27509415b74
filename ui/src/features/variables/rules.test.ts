import { describe, expect, it } from "vitest";
import type { Variable } from "../../host/types";
import { resolvedMarkdown, resolvedQuestion } from "./opening";
import { differences, known, lengthOf, stale, wrongs } from "./rules";

function variable(change: Partial<Variable> & { key: string }): Variable {
  return { name: "", description: "", required: false, kind: "text", choices: [], maxLength: 0, ...change };
}

const variables = [
  variable({ key: "name", name: "Name", required: true, maxLength: 3 }),
  variable({ key: "college", kind: "choice", choices: ["Law", "计算机"] }),
  variable({ key: "about", kind: "paragraph", maxLength: 3 }),
  variable({ key: "free", kind: "choice" }),
];

describe("what an agent takes", () => {
  it.each([
    ["all that it asks for", { name: "李小明", college: "Law", about: "longer than three", free: "anything" }, []],
    ["no more characters than it says, each counted once", { name: "🙂🙂🙂🙂" }, [{ key: "name", rule: "tooLong", characters: 4, most: 3 }]],
    ["one of its choices", { name: "L", college: "Art" }, [{ key: "college", rule: "noChoice" }]],
    ["no blank where it needs something", { name: " \u3000" }, [{ key: "name", rule: "missing" }]],
  ])("is %s", (_, values, expected) => {
    expect(wrongs(variables, values)).toEqual(expected);
  });

  it("is what it has a variable for", () => {
    const values = { name: "L", about: " ", gone: "x" };
    expect(known(variables, values)).toEqual({ name: "L" });
    expect(stale(variables, values)).toEqual([["gone", "x"]]);
  });
});

it("counts a character of two units once", () => {
  expect([lengthOf("a🙂字"), lengthOf("")]).toEqual([3, 0]);
});

it("tells what changed in the agent's order, and last what it does not ask for any more", () => {
  const before = { gone: "x", college: "Law", name: "L" };
  expect(differences(variables, before, { name: "L", college: "计算机", about: "Owl" })).toEqual([
    { key: "college", value: "计算机" },
    { key: "about", value: "Owl" },
    { key: "gone", value: undefined },
  ]);
  expect(differences(variables, before, before)).toEqual([]);
});

describe("a placeholder in what the agent says first", () => {
  const values = { name: "*L*_i_\n<b>", college: " " };

  it.each([
    ["becomes what was filled in, as it was written", "Hi {{name}}!", "Hi \\*L\\*\\_i\\_ \\<b\\>!"],
    ["becomes its name where nothing was", "At {{ college }}?", "At ‹college›?"],
    ["is found by its name, too", "Hi {{Name}}", "Hi \\*L\\*\\_i\\_ \\<b\\>"],
    ["stays where the agent has no such variable", "{{other}} and {name} and ${name}", "{{other}} and {name} and ${name}"],
  ])("%s", (_, text, expected) => {
    expect(resolvedMarkdown(text, variables, values)).toBe(expected);
  });

  it("stays in a question until it is filled in", () => {
    expect(resolvedQuestion("Who is {{name}} at {{college}}?", variables, values)).toBe("Who is *L*_i_\n<b> at {{college}}?");
  });
});

import { describe, expect, it } from "vitest";
import { laidOut } from "../steps/pretty";
import { partsOf } from "./json";
import { templateOf } from "./template";

describe("JSON as people read it", () => {
  it.each([
    ['{"a":1,"b":[],"c":{}}', '{\n  "a": 1,\n  "b": [],\n  "c": {}\n}'],
    ['[{"a":"x, y: {z}"},2]', '[\n  {\n    "a": "x, y: {z}"\n  },\n  2\n]'],
    ['{"id":12345678901234567890,"n":1.0}', '{\n  "id": 12345678901234567890,\n  "n": 1.0\n}'],
    ['"say \\"hi\\""', '"say \\"hi\\""'],
  ])("%s is indented, token by token", (text, read) => expect(laidOut(text)).toBe(read));

  it("leaves alone what is none, or nested deeper than anybody reads", () => {
    expect(laidOut("{a: 1}")).toBeUndefined();
    expect(laidOut("[".repeat(2_000) + "]".repeat(2_000))).toBeUndefined();
  });
});

describe("the parts of an output", () => {
  it.each([
    ["Only **words**.", [["", "text", "Only **words**."]]],
    ['{"output":"# A plan"}', [["", "text", "# A plan"]]],
    ['{"output":"{\\"a\\":1}"}', [["", "json", '{\n  "a": 1\n}']]],
    ['"{\\"a\\":1}"', [["", "json", '{\n  "a": 1\n}']]],
    ['{"title":"T","body":"B"}', [["title", "text", "T"], ["body", "text", "B"]]],
    ['{"text":"T","score":1}', [["text", "text", "T"], ["JSON", "json", '{\n  "text": "T",\n  "score": 1\n}']]],
    ['{"a":"one","a":"two"}', [["a", "text", "one"], ["a", "text", "two"]]],
    ["[1]", [["", "json", "[\n  1\n]"]]],
    ["42", [["", "json", "42"]]],
    ["", []],
  ])("of %s", (output, parts) => expect(partsOf(output).map(({ name, kind, text }) => [name, kind, text])).toEqual(parts));
});

it("makes an input to begin with of the variables", () => {
  const variable = { name: "", description: "", required: false, maxLength: 0 };
  expect(templateOf([])).toBe("{}");
  expect(
    templateOf([
      { ...variable, key: "subject", kind: "text", choices: [] },
      { ...variable, key: "pace", kind: "choice", choices: ["calm", "quick"] },
    ]),
  ).toBe('{\n  "subject": "",\n  "pace": "calm"\n}');
});

import { expect, it } from "vitest";
import { Group, type Json, Numeral, readJson } from "./json";

/** As it would be written again. */
const written = (value: Json): string => {
  if (value instanceof Numeral) return value.digits;
  if (!(value instanceof Group)) return JSON.stringify(value);
  const members = value.members.map(([name, member]) => (value.kind === "list" ? written(member) : `${JSON.stringify(name)}:${written(member)}`));
  return value.kind === "list" ? `[${members.join()}]` : `{${members.join()}}`;
};

it.each([
  '{"id":12345678901234567890,"n":[1.0,-0,1e999],"a":1,"a":2,"":{}}',
  '["a\\\\","b\\"c",":,{}[]",true,false,null,[],{"x":"x"}]',
  '"校历"',
  "-7",
  "null",
])("%s is read and loses nothing", (text) => {
  expect(written(readJson(text) as Json)).toBe(text);
  expect(written(readJson(`\n ${text}\t`) as Json)).toBe(text);
});

it("passes over the space between", () => expect(written(readJson('{ "a" :\n[ 1 , 2 ] }') as Json)).toBe('{"a":[1,2]}'));

it("reads a text of many megabytes, and nothing that is no JSON or nested without end", () => {
  const long = `["${"\\n\\\"x".repeat(1_000_000)}"]`;
  expect(written(readJson(long) as Json)).toBe(long);
  for (const text of ["", "x", "[1", "{a:1}", "[1,]", "[".repeat(2_000) + "]".repeat(2_000)]) expect(readJson(text)).toBeUndefined();
});

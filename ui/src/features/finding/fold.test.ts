import { describe, expect, it } from "vitest";
import { fold, placesOf, wordsOf } from "./fold";

/** What is found, as it stands in the text. */
const found = (text: string, ...words: string[]) => placesOf(text, words).map(({ start, end }) => text.slice(start, end));

describe("a word is found", () => {
  it.each([
    ["in any case", "A Root and a ROOT", "root", ["Root", "ROOT"]],
    ["with or without accents", "Café, cafe\u0301 and cafe", "cafe", ["Café", "cafe\u0301", "cafe"]],
    ["with accents where there are none", "cafe", "CAFÉ", ["cafe"]],
    ["in full and half width", "ＶＰＮ 与 VPN，ｶﾀｶﾅ", "vpn", ["ＶＰＮ", "VPN"]],
    ["in Chinese of any length", "证书与根证书", "证书", ["证书", "证书"]],
    ["behind letters that are two units long", "🙂🙂 root", "root", ["root"]],
    ["where one letter becomes two", "ﬁle, straße", "file", ["ﬁle"]],
    ["nowhere", "root", "leaf", []],
  ])("%s", (_case, text, word, places) => {
    expect(found(text, word)).toEqual(places);
  });

  it("apart from others: of two that overlap the first and longer one", () => {
    expect(found("abcd", "bcd", "abc", "ab")).toEqual(["abc"]);
  });
});

it("every unit of a folded text knows where it comes from", () => {
  const original = "Ａé🙂ﬁ";
  const { text, from } = fold(original);
  expect(from).toHaveLength(text.length + 1);
  expect(from.at(-1)).toBe(original.length);
  expect([...from]).toEqual([...from].sort((one, other) => one - other));
});

it("a query's words are what stands apart, and what stands in quotes", () => {
  expect(wordsOf('root  "not the old" 证书')).toEqual(["root", "not the old", "证书"]);
  expect(wordsOf("“根证书” x")).toEqual(["根证书", "x"]);
  expect(wordsOf('  ""  ')).toEqual([]);
});

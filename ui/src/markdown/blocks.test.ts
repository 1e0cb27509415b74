import { describe, expect, test } from "vitest";
import { hostile } from "../hostile";
import { Blocks, split } from "./blocks";
import { corpus, pieces, random } from "./corpus";

/** Texts as people write them, in both languages. */
const guide = import.meta.glob<string>("../../../src-tauri/crates/server/guide/**/*.md", { query: "?raw", import: "default", eager: true });

const plain = (blocks: ReturnType<typeof split>) =>
  blocks.map(({ source, start, node, definitions }) => ({
    source,
    start,
    type: node.type,
    definitions: definitions.map((one) => [one.type, one.label, "url" in one ? one.url : ""]),
  }));

describe("blocks of a growing text", () => {
  test.each(Object.entries(corpus))("%s: after any prefix they are those of the whole split", (_name, text) => {
    const blocks = new Blocks();
    for (let length = 1; length <= text.length; length++) {
      const prefix = text.slice(0, length);
      expect(plain(blocks.update(prefix)), JSON.stringify(prefix)).toEqual(plain(split(prefix)));
    }
  });

  test("snippets in any order and any pieces give the blocks of the whole split", () => {
    const next = random(7);
    const snippets = Object.values(corpus);
    for (let round = 0; round < 60; round++) {
      const text = Array.from({ length: 4 }, () => snippets[Math.floor(next() * snippets.length)]).join(next() < 0.7 ? "\n\n" : "\n");
      const blocks = new Blocks();
      let so = "";
      for (const piece of pieces(text, next)) blocks.update((so += piece));
      expect(plain(blocks.update(text)), JSON.stringify(text)).toEqual(plain(split(text)));
    }
  });

  test.each(hostile.filter(([, text]) => text.length < 3000))("the hostile answer %s gives in any pieces the blocks of the whole split", (_name, text) => {
    const next = random(text.length);
    for (let round = 0; round < 3; round++) {
      const blocks = new Blocks();
      let so = "";
      for (const piece of pieces(text, next)) blocks.update((so += piece));
      expect(plain(blocks.update(text))).toEqual(plain(split(text)));
    }
  });

  test.each(Object.entries(guide))("the page %s of the guide gives in any pieces the blocks of the whole split", (_name, text) => {
    const next = random(text.length);
    const blocks = new Blocks();
    let so = "";
    for (const piece of pieces(text.slice(0, 6000), next)) blocks.update((so += piece));
    expect(plain(blocks.update(so))).toEqual(plain(split(so)));
  });

  test("settled blocks stay the same objects", () => {
    const blocks = new Blocks();
    const before = blocks.update("# One\n\nTwo\n\n- three\n\nFour is a paragraph");
    const after = blocks.update("# One\n\nTwo\n\n- three\n\nFour is a paragraph, longer\n\nFive");
    expect(after.slice(0, 3)).toEqual(before.slice(0, 3));
    before.slice(0, 3).forEach((block, index) => expect(after[index]).toBe(block));
  });

  test("a text that is replaced is read anew", () => {
    const blocks = new Blocks();
    blocks.update("one\n\ntwo");
    expect(blocks.update("three").map(({ source }) => source)).toEqual(["three"]);
  });

  test("a definition that comes later changes only the blocks that refer to it", () => {
    const blocks = new Blocks();
    const before = blocks.update("See [this][a].\n\nNothing here.\n\n");
    const after = blocks.update("See [this][a].\n\nNothing here.\n\n[a]: https://example.com\n");
    expect(after[0]).not.toBe(before[0]);
    expect(after[0]?.definitions).toHaveLength(1);
    expect(after[1]).toBe(before[1]);
  });
});

import { describe, expect, it } from "vitest";
import { judge, longPaste } from "./paste";

const picture = new File(["x"], "image.png", { type: "image/png" });
const sheet = new File(["x"], "table.xlsx", { type: "application/vnd.ms-excel" });

describe("a paste", () => {
  it.each([
    ["a text", { text: "早", files: [] }, "text"],
    ["a picture alone", { text: "", files: [picture] }, "files"],
    ["cells of a spreadsheet, which are a text and a picture", { text: "a\tb\n1\t2", files: [picture] }, "cells"],
    ["files with their names", { text: "table.xlsx", files: [sheet] }, "files"],
    ["pictures that were copied in a file manager", { text: "file:///home/me/a.png\nfile:///home/me/b.png", files: [picture, picture] }, "files"],
    ["a picture with its path", { text: "/home/me/a.png", files: [picture] }, "files"],
    ["a very long text", { text: "x".repeat(longPaste + 1), files: [] }, "long"],
    ["many cells", { text: "x\t".repeat(longPaste), files: [picture] }, "long"],
    ["nothing", { text: "", files: [] }, "text"],
  ])("of %s", (_, clipboard, kind) => {
    expect(judge(clipboard, false).kind).toBe(kind);
    expect(judge(clipboard, true).kind).toBe("text");
  });
});

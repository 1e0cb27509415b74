import { describe, expect, it } from "vitest";
import { atStart, type Follow, followed, type Place, scrollsUp, type Sign } from "./follow";

const view = 600;
const place = (top: number, height = 2000): Place => ({ top, height, view });
const scrolled = (top: number, height = 2000): Sign => ({ type: "scrolled", place: place(top, height) });
const after = (...signs: Sign[]): Follow => signs.reduce(followed, atStart);

describe("following the end", () => {
  it("goes on while the end moves down with the text", () => {
    expect(after(scrolled(1400), scrolled(1450, 2050), scrolled(1700, 2300)).following).toBe(true);
  });

  it("goes on while the text has grown and the log has not yet moved", () => {
    expect(after(scrolled(1400), scrolled(1400, 2200)).following).toBe(true);
  });

  it("lets go of the smallest scroll up, however near the end", () => {
    expect(after(scrolled(1400), scrolled(1390)).following).toBe(false);
  });

  it("lets go when the scrollbar is dragged up while the text grows", () => {
    expect(after(scrolled(1400), scrolled(1350, 2100)).following).toBe(false);
  });

  it("lets go before anything has moved when the reader begins to scroll up", () => {
    expect(after(scrolled(1400), { type: "held" }).following).toBe(false);
  });

  it("does not mistake a shrinking content for the reader", () => {
    expect(after(scrolled(1400), scrolled(1200, 1800)).following).toBe(true);
  });

  it("does not mistake a content that shrank and has grown again for the reader", () => {
    const grown: Sign = { ...scrolled(1366, 2700), shrank: true } as Sign;
    expect(after(scrolled(1400), grown).following).toBe(true);
    expect(after(scrolled(1400), grown, scrolled(1300, 2700)).following).toBe(false);
  });

  it("does not mistake a taller window for the reader", () => {
    const taller: Sign = { type: "scrolled", place: { top: 1200, height: 2000, view: 800 } };
    expect(after(scrolled(1400), taller).following).toBe(true);
  });

  it("stays let go while the text grows below", () => {
    expect(after(scrolled(1400), scrolled(1000), scrolled(1000, 2500), scrolled(1000, 9000)).following).toBe(false);
  });

  it("stays let go while the reader comes down, until the end is near", () => {
    expect(after(scrolled(1400), scrolled(1000), scrolled(1300)).following).toBe(false);
    expect(after(scrolled(1400), scrolled(1000), scrolled(1340)).following).toBe(true);
  });

  it("does not take hold again near the end without a move down", () => {
    expect(after(scrolled(1400), { type: "held" }, scrolled(1400)).following).toBe(false);
  });

  it("takes hold again when the reader asks for the end", () => {
    expect(after(scrolled(1400), scrolled(300), { type: "jumped" }).following).toBe(true);
  });
});

describe("keys in the log", () => {
  it.each(["ArrowUp", "PageUp", "Home"])("%s scrolls up", (key) => expect(scrollsUp(key, false)).toBe(true));
  it.each(["ArrowDown", "PageDown", "End", "a"])("%s does not", (key) => expect(scrollsUp(key, false)).toBe(false));
  it("the space bar scrolls up with Shift alone", () => {
    expect(scrollsUp(" ", true)).toBe(true);
    expect(scrollsUp(" ", false)).toBe(false);
  });
});

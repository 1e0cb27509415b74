import { describe, expect, it } from "vitest";
import { colourOf, initialOf } from "./avatar";
import { originOf } from "./origin";

describe("whom an address would reach", () => {
  it.each([
    ["https://agent.example.com/api/proxy/api/v1/chat_query_v2?x=1", "https://agent.example.com"],
    ["agent.example.com", "https://agent.example.com"],
    [" https：//agent.example.com ", "https://agent.example.com"],
    ["localhost:8080/api", "http://localhost:8080"],
    ["192.168.1.20:3000", "http://192.168.1.20:3000"],
    ["http://agent.example.com", "http://agent.example.com"],
  ])("%s → %s", (address, origin) => expect(originOf(address)).toBe(origin));

  it.each(["", "   ", "agent", "javascript:alert(1)", "file:///etc/passwd", "https://"])("%j is nobody yet", (address) => {
    expect(originOf(address)).toBe("");
  });
});

describe("a face in the rail", () => {
  it.each([
    ["小开", "小"],
    ["IT Desk", "IT"],
    ["ITALIA", "I"],
    ["guide", "G"],
    ["🙂 mood", "🙂"],
    ["", "?"],
  ])("%j is shown as %s", (name, initial) => expect(initialOf(name)).toBe(initial));

  it("keeps its colour", () => {
    expect(colourOf("01KAGENT0001")).toBe(colourOf("01KAGENT0001"));
    for (const id of ["a", "b", "01JD8", ""]) expect([1, 2, 3, 4, 5, 6]).toContain(colourOf(id));
  });
});

// @vitest-environment node
import { expect, test } from "vitest";
import { kinds } from "./kinds";
import type { Look } from "./look";
import { drawn } from "./mermaid";

const look: Look = { dark: false, size: 14, family: "Inter, sans-serif", colours: { bg: "#ffffff", "bg-side": "#f6f6f4", "code-bg": "#f7f7f5", fg: "#1d1d1b", "fg-2": "#5d5d58", "line-strong": "#d4d4ce", accent: "#2f6f5e", "accent-soft": "#e3efe9", warn: "#a35b00", "warn-soft": "#fdf1dc", bad: "#b3261e", good: "#2e7d32", c2: "#8a5a2b", c3: "#5b4b8a", c4: "#2b628a" } };

test.each(Object.entries(kinds))("a diagram of the kind %s is drawn with all its words and nothing that acts", async (_name, source) => {
  const { svg, width, height } = await drawn(source, look);
  expect(width).toBeGreaterThan(40);
  expect(height).toBeGreaterThan(20);
  expect(svg).not.toMatch(/<(?:script|image|foreignObject|a|iframe|animate)\b|\son\w+=/);
});

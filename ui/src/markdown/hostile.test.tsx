import { act, cleanup, render } from "@testing-library/react";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { hostile } from "../hostile";
import { Markdown } from "./Markdown";
import { richText } from "./forms";
import { refusal } from "./diagram/refuse";

// What is loaded with the first formula is there from the start, so that nothing comes late.
beforeAll(() => import("./typeset"));
afterEach(cleanup);

const elements = new Set(
  "div p span strong em del code pre a h1 h2 h3 h4 h5 h6 ul ol li blockquote hr br sup input table thead tbody tr th td section figure figcaption button svg path math semantics mrow mi mn mo ms mtext mspace msup msub msubsup mfrac msqrt mroot mover munder munderover mtable mtr mtd mpadded mphantom mstyle menclose mglyph annotation line img".split(" "),
);
const attributes = /^(?:class|style|dir|lang|href|title|rel|draggable|type|disabled|checked|start|align|tabindex|role|data-(?:tex|display|failed|mml-node)|aria-[a-z]+|width|height|viewBox|preserveAspectRatio|d|focusable|encoding|xmlns|display|mathvariant|stretchy|fence|form|separator|lspace|rspace|minsize|maxsize|linethickness|displaystyle|scriptlevel|columnalign|columnspacing|rowspacing|columnlines|rowlines|mathcolor|mathbackground|mathsize|notation|voffset|accent|accentunder|movablelimits|symmetric|largeop|alt|x1|x2|y1|y2|stroke-width|node)$/;

/** What stands in the page and could do something; nothing, if all is well. */
export function harmful(container: Element): string[] {
  const found = new Set<string>();
  for (const element of container.querySelectorAll("*")) {
    const name = element.localName;
    if (!elements.has(name)) found.add(`<${name}>`);
    for (const attribute of element.getAttributeNames()) if (!attributes.test(attribute)) found.add(`<${name} ${attribute}>`);
    const href = element.getAttribute("href");
    if (href !== null && !/^(?:https?:\/\/|mailto:)/.test(href)) found.add(href);
    const style = element.getAttribute("style") ?? "";
    if (/url|image|position\s*:\s*fixed|expression/i.test(style)) found.add(style);
    if (name === "input" && element.getAttribute("type") !== "checkbox") found.add("<input>");
  }
  return [...found];
}

test.each(hostile)("%s is text, settled and while it streams, and leaves formatted copies harmless", async (name, text) => {
  const canary = vi.fn();
  vi.stubGlobal("canary", canary);
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  // Sheer size is the same while it streams.
  for (const streaming of name.startsWith("bomb") ? [false] : [false, true]) {
    const { container, unmount } = render(<Markdown text={text} streaming={streaming} />);
    await act(async () => {});
    expect(harmful(container)).toEqual([]);
    unmount();
  }
  const copied = new DOMParser().parseFromString(await richText(text.slice(0, 20_000)), "text/html");
  expect(harmful(copied.body)).toEqual([]);
  expect(canary).not.toHaveBeenCalled();
  vi.unstubAllGlobals();
});

test("there are at least 120 of them, and diagrams that act are refused before they are laid out", () => {
  expect(hostile.length).toBeGreaterThanOrEqual(120);
  const acting = ["html-label", "html-load", "click-script", "click-link", "image-node", "init-css", "frontmatter", "class-css", "css-escape", "sequence-link", "class-callback", "gantt-click", "c4-sprite", "entity", "mindmap-xss", "architecture-icon"];
  for (const name of acting) {
    const text = hostile.find(([one]) => one === `mermaid-${name}`)?.[1] ?? "";
    expect(refusal(text.replace(/```(?:mermaid)?/g, "")), name).toBe("refused");
  }
});

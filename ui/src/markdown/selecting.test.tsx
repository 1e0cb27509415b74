import { render, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { Markdown } from "./Markdown";
import { taking } from "./selecting";

async function shown(text: string): Promise<HTMLElement> {
  const { container } = render(<Markdown text={text} />);
  await waitFor(() => expect(container.querySelectorAll(".katex").length).toBe(container.querySelectorAll("[data-tex]").length));
  return container;
}

function select(from: Node, start: number, to: Node, end: number): Selection | null {
  const selection = document.getSelection();
  selection?.setBaseAndExtent(from, start, to, end);
  return selection;
}

test("selected formulas are copied as TeX, whole even where they are taken in part", async () => {
  const container = await shown("Let $x^2$ be\n\n$$\ny\n$$\n\n- a\n- b\n\n```js\nlet a;\nlet b;\n```");
  const letters = container.querySelector(".katex-html")?.querySelector(".mord")?.firstChild;
  const selection = select(letters ?? container, 0, container, container.childNodes.length);
  expect(taking(selection)?.text).toBe("$x^2$ be\n\n$$\ny\n$$\n\na\nb\n\nlet a;\nlet b;");
  expect(taking(selection)?.html).not.toMatch(/class=|katex|style=/);
});

test("without a formula the browser copies as it always does", async () => {
  const container = await shown("Only *text* and `code`.");
  expect(taking(select(container, 0, container, 1))).toBeUndefined();
  expect(taking(null)).toBeUndefined();
});

test("what is selected stays so while the text goes on", () => {
  const { container, rerender } = render(<Markdown text="One **two** three" streaming />);
  const texts = [...(container.querySelector("p")?.childNodes ?? [])].filter((node) => node instanceof Text);
  const [first, tail] = [texts[0], texts.at(-1)];
  const selection = select(first as Node, 1, tail as Node, 4);
  const selected = String(selection);
  rerender(<Markdown text="One **two** three and then four" streaming />);
  expect(container.textContent).toContain("and then four");
  expect(String(document.getSelection())).toBe(selected);
  expect(selected.length).toBeGreaterThan(5);
});

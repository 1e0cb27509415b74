import { render } from "@testing-library/react";
import { expect, it } from "vitest";
import { CitationContext, type CitationMark } from "./citation-syntax";
import { Markdown } from "./Markdown";

/** As with a list of four passages. */
const show: CitationMark = (numbers, written) =>
  numbers.every((number) => number >= 1 && number <= 4) ? <mark>{numbers.join("+")}</mark> : written;

function marked(text: string): { marks: string[]; text: string } {
  const { container } = render(
    <CitationContext value={show}>
      <Markdown text={text} />
    </CitationContext>,
  );
  return { marks: [...container.querySelectorAll("mark")].map((mark) => mark.textContent), text: container.textContent };
}

it.each<[string, string[]]>([
  ["Trust the root [1].", ["1"]],
  ["信任根证书【2】。", ["2"]],
  ["信任根证书【3†校园网手册】。", ["3"]],
  ["Trust it[^4], as said[1][2].", ["4", "1", "2"]],
  ["Both [1, 3] and 【2，4】.", ["1+3", "2+4"]],
  ["As [citation:2] says.", ["2"]],
  ["根证书¹，以及代理²³。", ["1"]],
  ["Trust the certificate¹ first.", ["1"]],
  ["**Bold [1]**, a list:\n\n- one [2]\n\n| a | b |\n|---|---|\n| c [3] | d |\n\n# Head [4]", ["1", "2", "3", "4"]],
])("finds the marks of %j", (text, marks) => {
  expect(marked(text).marks).toEqual(marks);
});

it.each([
  "An area of 5 m² or 10³ or x²y or km².",
  "`HTTPS_PROXY[1]` and\n\n```sh\ncurl [1]\n```",
  "[1](https://example.edu) and [^1]\n\n[^1]: a footnote of its own",
  "[2]\n\n[2]: https://example.edu",
  "$a[1]$ and \\[ b_{[2]} \\]",
  "[9], 【0】, [1, 9] and [1000] refer to nothing here.",
  "- [ ] to do\n- [x] done",
  "(1) and 1. and [a1]",
])("leaves %j as it is", (text) => {
  const { container } = render(<Markdown text={text} />);
  expect(marked(text)).toEqual({ marks: [], text: container.textContent });
});

it("shows what it was written as where nobody knows of citations", () => {
  const { container } = render(<Markdown text="Trust it [1]【2】." />);
  expect(container.textContent).toBe("Trust it [1]【2】.");
});

it("is found among very many beginnings of marks", () => {
  const { marks } = marked(`${"[1".repeat(3_000)} ${"【".repeat(1_000)} ${"[1]".repeat(300)}`);
  expect(marks).toHaveLength(300);
});

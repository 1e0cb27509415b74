/** Markdown as answers have it, for the tests. */
export const corpus: Record<string, string> = {
  prose: "Hello *world*, this is **bold** and `code`.\nSecond line.\n\nAnother paragraph with ~~old~~ text.",
  chinese: "**你好，**世界。这是*重点：*后文。\n\n见 https://example.com/a。**重点**\n\n1. 第一\n2. 第二",
  headings: "# One\nText\n## Two\n\nSetext\n---\n\nMore\n===\n### Three #\n***\nend",
  fences: "```rust\nfn main() {}\n\n// ``` inside\n```\n\nafter\n\n~~~\n```\n~~~\n\n```\nopen\n",
  fenceInList: "1. one\n   ```sh\n   ls\n\n   pwd\n   ```\n2. two\n\n   more\n\nout",
  table: "| a | b |\n|---|:-:|\n| 1 | `x|y` |\n| 2 | 3 |\n\nafter\n\nfoo\n| c |\n|---|\n| 4 |\nnot | a row",
  nested: "- a\n  - b\n    - c\n\n  para in a\n- d\n\n\n- e\n* other\n+ third\n\n12\n\n1. x\n\n1. y\n\n10) z",
  tasks: "- [ ] open\n- [x] done\n\n  with text\n\n-\n- last",
  maths: "Costs $5 and $10, but $x^2$ and \\(y\\).\n\n$$\na\n\nb\n$$\n\ntext\n\\[\n- z\n\\]\nafter\n\n$$ w $$ end",
  footnotes: "Text[^1] and[^note].\n\n[^1]: First\n    continued\n\n    again\n[^note]: Second\n\nEnd[^1].",
  references: "See [one], [two][2] and ![three][].\n\n[one]: https://example.com/1\n[2]: <https://example.com/2>\n\"title\nlonger\"\n[three]: /x 'y'\n[one]: https://example.com/other\n\ntail [one]",
  html: "<div>\n*raw*\n</div>\n\n<script>\nlet a;\n\nlet b;\n</script>\n\n<!-- a\n\nb -->\n\nx <b>y</b> <br> z\n<foo\n",
  quotes: "> one\n> two\nlazy\n\n> - a\n> - b\n>\n> c\n\n>\n> d\n---\ne",
  indented: "    code\n\n    more\n\ntext\n    lazy\n\n- a\n\n      in item\n\n  b",
  breaks: "a\\\nb  \nc\n\n* * *\n- - -\n- - - x\n_ _ _\n\na\n-\nb",
  escapes: "\\*no\\* &amp; &#x41; \\[no\\] <https://a.example> www.example.com, me@example.com\r\n\r\nwindows\r\n- a\r\n",
};

/** Numbers in [0, 1) that are the same in every run. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

export function pieces(text: string, next: () => number): string[] {
  const all: string[] = [];
  for (let at = 0; at < text.length; ) {
    const size = 1 + Math.floor(next() * 12);
    all.push(text.slice(at, at + size));
    at += size;
  }
  return all;
}

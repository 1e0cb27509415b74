import { cleanup, render as mount, screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { Profiler } from "react";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { split } from "./blocks";
import { corpus, pieces, random } from "./corpus";
import * as elements from "./elements";
import { Markdown } from "./Markdown";
import { around, mounted } from "./mounted";

// KaTeX is loaded with the first formula; having it from the start keeps the comparisons below free of waiting.
beforeAll(async () => {
  const first = mount(<Markdown text="$x$" />);
  await waitFor(() => expect(first.container.querySelector(".katex")).not.toBeNull());
  first.unmount();
});

afterEach(cleanup);

/** Elements, attributes and texts are the same; the order of attributes says nothing. */
function expectSame(container: HTMLElement, text: string): void {
  const { container: fresh, unmount } = mount(<Markdown text={text} />);
  if (!container.isEqualNode(fresh)) expect(container.innerHTML).toBe(fresh.innerHTML);
  unmount();
}

const shown = (text: string, streaming = false) => mount(<Markdown text={text} streaming={streaming} />).container;

describe("what is shown", () => {
  test.each(Object.entries(corpus))("%s: in pieces it ends as it would at once", (_name, text) => {
    const next = random(3);
    const { container, rerender } = mount(<Markdown text="" streaming />);
    let so = "";
    for (const piece of pieces(text, next)) rerender(<Markdown text={(so += piece)} streaming />);
    rerender(<Markdown text={text} />);
    expectSame(container, text);
  });

  test("emphasis next to Chinese punctuation is emphasis", () => {
    expect(shown("**你好，**世界").querySelector("strong")?.textContent).toBe("你好，");
  });

  test("an address ends at full-width punctuation", () => {
    const container = shown("见 https://example.com/a。**重点**");
    expect(container.querySelector("a")?.getAttribute("href")).toBe("https://example.com/a");
    expect(container.querySelector("strong")?.textContent).toBe("重点");
  });

  test("prices are text and formulas are formulas", () => {
    expect(shown("costs $5 and $10, or $3-$4").querySelector(".katex")).toBeNull();
    const container = shown("$x^2$, \\(y\\), \\[z\\]\n\n$$\nw\n$$");
    expect(Array.from(container.querySelectorAll("[data-tex]"), (one) => one.getAttribute("data-tex"))).toEqual(["x^2", "y", "z", "w"]);
    expect(container.querySelectorAll(".katex-display")).toHaveLength(2);
  });

  test("a formula that KaTeX refuses shows its source", () => {
    const container = shown("$\\nonsense{x}$ and $\\href{javascript:alert(1)}{x}$");
    expect(container.textContent).toContain("\\nonsense{x}");
    expect(container.querySelector("a, .katex-error")).toBeNull();
  });

  test("reference links and footnotes find definitions in other blocks", () => {
    const container = shown("See [the page][p] and[^n].\n\nMore.\n\n[p]: https://example.com/page\n[^n]: A note");
    expect(screen.getByRole("link", { name: "the page" }).getAttribute("href")).toBe("https://example.com/page");
    expect(container.querySelectorAll("sup")).toHaveLength(2);
    expect(container.textContent).not.toContain("[^n]");
  });

  test("a long answer is read to its end, a piece a frame", async () => {
    const container = shown("A **paragraph** of some length.\n\n".repeat(1000) + "the end");
    expect(container.querySelectorAll("p").length).toBeLessThan(500);
    await waitFor(() => expect(container.querySelectorAll("p")).toHaveLength(1001));
  });

  test("task lists, tables and long answers in plain text", () => {
    const container = shown("- [x] done\n- [ ] open\n\n| a | b |\n|---|---|\n| 1<br>2 | 3 |");
    expect(container.querySelectorAll("input[type=checkbox]")).toHaveLength(2);
    expect(screen.getByRole("table").querySelectorAll("td br")).toHaveLength(1);
    expect(shown("**x** ".repeat(100_000), true).querySelector("strong")).toBeNull();
  });
});

describe("while it streams", () => {
  test.each([
    ["**bold te", "strong", "bold te"],
    ["**你好，", "strong", "你好，"],
    ["some *em", "em", "em"],
    ["`co", "code", "co"],
    ["~~gone", "del", "gone"],
    ["- a **b", "li strong", "b"],
    ["| a | b", "th", "a"],
    ["$$\nx", ".katex-display", "x"],
    ["see \\(x", ".katex", "x"],
    ["```js\nlet a", "pre code", "let a"],
  ])("%j is closed for the eye", (text, selector, content) => {
    expect(shown(text, true).querySelector(selector)?.textContent).toContain(content);
  });

  test.each([
    ["a link [to here](https://exam", "a link to here"],
    ["a link [to he", "a link to he"],
    ["**", ""],
    ["text **", "text"],
    ["text\n-", "text"],
    ["note[^1", "note"],
    ["![alt](https://ex", ""],
    ["```js\nlet a\n``", "jslet a"],
    ["5 * 3", "5 * 3"],
  ])("%j shows no mark that says nothing yet", (text, content) => {
    expect(shown(text, true).textContent?.trim()).toBe(content);
  });

  test("no prefix of any text fails, and one caret stands in each", () => {
    for (const text of Object.values(corpus)) {
      const { container, rerender, unmount } = mount(<Markdown text="" streaming />);
      for (let length = 0; length <= text.length; length += 3) {
        rerender(<Markdown text={text.slice(0, length)} streaming />);
        expect(container.querySelectorAll(".caret"), JSON.stringify(text.slice(0, length))).toHaveLength(1);
      }
      unmount();
    }
  });

  test("the caret stands behind the last word and leaves with the end", () => {
    const { container, rerender } = mount(<Markdown text="- one **two" streaming />);
    expect(container.querySelector("li strong")?.lastElementChild?.className).toBe("caret");
    rerender(<Markdown text="- one **two**" />);
    expect(container.querySelector(".caret")).toBeNull();
  });

  test("settled blocks are not made again", () => {
    const settled = vi.spyOn(elements, "elements");
    const live = vi.spyOn(elements, "liveElements");
    const start = "# One\n\nTwo\n\n```js\nlet three;\n```\n\nFour";
    const { container, rerender } = mount(<Markdown text={start} streaming />);
    const before = settled.mock.calls.length;
    const heading = container.querySelector("h1");
    for (let count = 1; count <= 20; count++) rerender(<Markdown text={start + " word".repeat(count)} streaming />);
    expect(settled.mock.calls.length).toBe(before);
    expect(live.mock.calls.length).toBe(21);
    expect(container.querySelector("h1")).toBe(heading);
  });

  test("the same text again renders no block", () => {
    const seen = vi.fn();
    const { rerender } = mount(<Profiler id="a" onRender={seen}><Markdown text="one" /></Profiler>);
    const made = vi.spyOn(elements, "elements");
    rerender(<Profiler id="a" onRender={seen}><Markdown text="one" /></Profiler>);
    expect(made).not.toHaveBeenCalled();
  });

  test("the parts of an open fence are only extended", () => {
    const code = Array.from({ length: 100 }, (_, line) => `line ${line}`).join("\n");
    const { container, rerender } = mount(<Markdown text={`\`\`\`\n${code}`} streaming />);
    const first = container.querySelector(".piece")?.firstChild;
    rerender(<Markdown text={`\`\`\`\n${code} and more\nlast`} streaming />);
    expect(container.querySelector(".piece")?.firstChild).toBe(first);
    expect(container.querySelector("pre")?.textContent).toContain("line 99 and more\nlast");
  });
});

const forms = (url: string) => [`[x](${url})`, `[x](<${url}>)`, `<${url}>`, `![x](${url})`, `[x][r]\n\n[r]: ${url}`, `[r]\n\n[r]: <${url}>`, `![x][r]\n\n[r]: ${url}`, `<a href="${url}">x</a>`, `[![x](${url})](${url})`, `$\\href{${url}}{x}$`, `| a |\n|---|\n| [x](${url}) |`, `x[^1]\n\n[^1]: [y](${url})`];

describe("links, images and code", () => {
  test("a link is handed to the host and never followed", async () => {
    const onOpenLink = vi.fn();
    mounted("[docs](https://example.com/a?b=c)", around({ onOpenLink }));
    await userEvent.click(screen.getByRole("link"));
    expect(onOpenLink).toHaveBeenCalledExactlyOnceWith("https://example.com/a?b=c");
  });

  test.each([
    ["[bank.example](https://evil.example/x)", "evil.example"],
    ["[https://bank.example@evil.example](https://bank.example@evil.example)", "evil.example"],
    ["https://аpple.com/", "xn--pple-43d.com"],
  ])("%s shows the host it leads to", (text, host) => {
    const beside = mounted(text).container.querySelector(".host");
    expect(beside?.textContent).toBe(host);
    expect(beside?.previousSibling?.textContent).toBe(" ");
  });

  test("a link that says where it goes has nothing beside it", () => {
    const { container } = mounted("[www.example.com/a](https://example.com/a) [read](https://example.com) https://example.org/x");
    expect(container.querySelector(".host")).toBeNull();
    expect(container.querySelectorAll("a")).toHaveLength(3);
  });

  test("marks that turn the direction of a link's text are made visible", () => {
    expect(mounted("[moc.\u202eelpmaxe](https://example.com)").container.querySelector("a")?.textContent).toBe("moc.⟨U+202E⟩elpmaxe");
  });

  test("a link's address is copied from its menu", async () => {
    const user = userEvent.setup();
    mounted("[docs](https://example.com/a)");
    await user.pointer({ keys: "[MouseRight]", target: screen.getByRole("link") });
    await user.click(await screen.findByRole("menuitem", { name: "复制链接地址" }));
    expect(await navigator.clipboard.readText()).toBe("https://example.com/a");
  });

  test("code is copied as it is written", async () => {
    const user = userEvent.setup();
    mounted("```js\nlet a = 1;\n\n\tlet b;\n```");
    await user.click(screen.getByRole("button", { name: "复制" }));
    expect(await navigator.clipboard.readText()).toBe("let a = 1;\n\n\tlet b;");
    expect(screen.getByRole("button", { name: "已复制" })).toBeTruthy();
  });

  test("a table is copied with tabs", async () => {
    const user = userEvent.setup();
    vi.stubGlobal("ClipboardItem", undefined);
    mounted("| a | b |\n|---|---|\n| 1 | **2** |");
    await user.click(screen.getByRole("button", { name: "复制到电子表格" }));
    expect(await navigator.clipboard.readText()).toBe("a\tb\n1\t2");
    vi.unstubAllGlobals();
  });

  test("a table is copied as Markdown and saved as CSV in which no cell does anything", async () => {
    const user = userEvent.setup();
    const onSaveText = vi.fn();
    mounted("| a | b |\n|:-:|--:|\n| `x\\|y` | **2** $z$ |\n| =1+1 | -3.5 |\n| @cmd | \"q\", r |", around({ onSaveText }));
    await user.click(screen.getByRole("button", { name: "复制为 Markdown" }));
    expect(await navigator.clipboard.readText()).toBe("| a | b |\n| :-: | --: |\n| `x\\|y` | **2** $z$ |\n| =1+1 | -3.5 |\n| @cmd | \"q\", r |");
    await user.click(screen.getByRole("button", { name: "保存为 CSV" }));
    expect(onSaveText).toHaveBeenCalledExactlyOnceWith("table.csv", `\ufeffa,b\r\nx|y,2 z\r\n"'=1+1",-3.5\r\n"'@cmd","""q"", r"\r\n`);
  });

  test("long code is folded until asked for, and lines wrap on demand", async () => {
    const code = Array.from({ length: 60 }, (_, line) => `line ${line}`).join("\n");
    const { container } = mounted(`\`\`\`\n${code}\n\`\`\``);
    expect(container.querySelector("pre")?.textContent).not.toContain("line 20");
    await userEvent.click(screen.getByRole("button", { name: "显示全部 60 行" }));
    expect(container.querySelector("pre")?.textContent).toContain("line 59");
    await userEvent.click(screen.getByRole("button", { name: "自动换行" }));
    expect(container.querySelector("pre")?.className).toContain("wrapped");
  });

  test("code that was read as it came stays unfolded when it ends", () => {
    const code = `\`\`\`\n${Array.from({ length: 60 }, (_, line) => `line ${line}`).join("\n")}\n\`\`\``;
    const { container, rerender } = mount(<Markdown text={code} streaming />);
    rerender(<Markdown text={code} />);
    expect(container.querySelector("pre")?.textContent).toContain("line 59");
  });

  test("code is saved as a file of its language", async () => {
    const onSaveText = vi.fn();
    mounted("```rust,no_run\nfn main() {}\n```", around({ onSaveText }));
    await userEvent.click(screen.getByRole("button", { name: "保存为文件" }));
    expect(onSaveText).toHaveBeenCalledExactlyOnceWith("code.rs", "fn main() {}");
  });

  test("words of code that mix alphabets are pointed out, and hidden marks are visible", () => {
    const { container } = mounted("```js\nif (\u0430dmin) { /*\u202e } \u2066if*/\u200b }\n```\n\n```py\n# \u043f\u0440\u0438\u0432\u0435\u0442\n```");
    expect(screen.getAllByRole("img").map((one) => one.getAttribute("aria-label"))).toEqual(["含有外形相似、来自不同字母表的字母：\u0430dmin"]);
    expect(container.querySelector("pre")?.textContent).toContain("⟨U+202E⟩");
    expect(container.querySelector("pre")?.textContent).toContain("⟨U+200B⟩");
  });
});

describe("hostile text", () => {
  const bad = ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "&#106;avascript:alert(1)", "data:text/html,<script>alert(1)</script>", "vbscript:msgbox", "file:///etc/passwd", "blob:x", "tauri://localhost", "//evil.example", "/etc", "#x", "https:evil", "\u0001javascript:alert(1)"];
  const markup = ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<iframe src='https://evil.example'></iframe>", "<svg onload=alert(1)><use href='#x'/></svg>", "<style>*{background:url(https://evil.example)}</style>", "<link rel=stylesheet href=//evil.example>", "<object data=x></object>", "<embed src=x>", "<form action=//evil.example><input name=q></form>", "<meta http-equiv=refresh content='0;url=//evil.example'>", "<base href=//evil.example>", "<video src=//evil.example autoplay></video>", "<math><mtext><script>alert(1)</script></mtext></math>", "x <b onclick=alert(1)>y</b>", "```html\n<script>alert(1)</script>\n```", "&lt;script&gt;alert(1)&lt;/script&gt;", "$\\includegraphics{https://evil.example/x.png}$", "$\\htmlStyle{background:url(//evil.example)}{x}$", "```\"><script>alert(1)</script>\nx\n```", "<div\n\n<script>\n\nalert(1)", "$\\def\\a{\\a\\a}\\a$"];
  const forbidden = "script,img,iframe,style,link,object,embed,form,meta,base,video,audio,source,area,b,[onerror],[onload],[onclick],[srcset],[action],[ping]";

  test.each([...bad.flatMap(forms), ...markup])("%j makes no element and no address that could act", (text) => {
    for (const streaming of [false, true]) {
      const { container, unmount } = mount(<Markdown text={text} streaming={streaming} />);
      expect(container.querySelector(forbidden)).toBeNull();
      for (const svg of container.querySelectorAll("svg")) expect(svg.closest(".katex, button, [role=img]")).not.toBeNull();
      for (const link of container.querySelectorAll("[href]")) expect(link.getAttribute("href")).toMatch(/^(https?:\/\/|mailto:)/);
      expect(container.querySelector("[src]")).toBeNull();
      unmount();
    }
  });

  test("HTML stays readable as text", () => {
    expect(shown("a <b>c</b>\n\n<div>d</div>").textContent).toBe("a <b>c</b><div>d</div>");
  });

  test("a block that cannot be shown shows its source, and the next text of it is tried again", () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const real = elements.elements;
    vi.spyOn(elements, "elements").mockImplementation((block) => {
      if (block.source.includes("cursed")) throw new Error("no");
      return real(block);
    });
    const { container, rerender } = mount(<Markdown text={"**one**\n\n**cursed**\n\n**three**"} />);
    expect(Array.from(container.querySelectorAll("strong, pre"), (one) => one.textContent)).toEqual(["one", "**cursed**", "three"]);
    rerender(<Markdown text={"**one**\n\n**blessed**\n\n**three**"} />);
    expect(Array.from(container.querySelectorAll("strong, pre"), (one) => one.textContent)).toEqual(["one", "blessed", "three"]);
  });

  test("deep nesting is shown in some way and leaves the rest alone", () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const container = shown(`first\n\n${"> ".repeat(3000)}deep\n\nlast`);
    expect(container.textContent).toContain("deep");
    expect(split("first\n\nlast")).toHaveLength(2);
  });
});

describe("directions and languages", () => {
  test("each block has the direction of its own first letter", () => {
    const container = shown("שלום world\n\nhello\n\n- مرحبا\n\n> - x");
    expect(Array.from(container.querySelectorAll("[dir]"), (one) => `${one.tagName} ${one.getAttribute("dir")}`)).toEqual(["P auto", "P auto", "UL auto", "BLOCKQUOTE auto", "UL auto"]);
  });

  test.each([
    ["这是中文，with a few words.", "zh-CN"],
    ["這是繁體中文，說明這個問題。", "zh-TW"],
    ["これは日本語の文章です。", "ja"],
    ["이것은 한국어 문장입니다.", "ko"],
    ["An English text that says 你好 once.", ""],
    ["Русский текст", ""],
    ["", ""],
  ])("%j is in %j", (text, language) => {
    expect(shown(text).querySelector("[lang]")?.getAttribute("lang")).toBe(language);
  });

  test("overrides of direction and smuggled tags are visible in prose, joiners and flags are not touched", () => {
    const text = "a\u202eb \u{e0041}\u{e0042} नि\u200dक 👨\u200d👩\u200d👧 🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}";
    expect(shown(text).textContent).toBe("a⟨U+202E⟩b ⟨U+E0041⟩⟨U+E0042⟩ नि\u200dक 👨\u200d👩\u200d👧 🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}");
  });
});

describe("long answers", () => {
  const long = Array.from({ length: 4000 }, (_, number) => `Paragraph ${number} of a long answer.`).join("\n\n");

  test("an answer that is opened shows its beginning, and the rest when it is asked for", async () => {
    const { container } = mounted(long);
    await waitFor(() => expect(container.querySelectorAll("p").length).toBeGreaterThan(600));
    expect(container.textContent).not.toContain("Paragraph 3999 ");
    await userEvent.click(screen.getByRole("button", { name: /显示其余内容/ }));
    await waitFor(() => expect(container.querySelectorAll("p")).toHaveLength(4000));
    expect(screen.queryByRole("button")).toBeNull();
  });

  test("one that was read as it came stays whole", async () => {
    const { container, rerender } = mount(<Markdown text={long} streaming />);
    rerender(<Markdown text={long} />);
    await waitFor(() => expect(container.querySelectorAll("p")).toHaveLength(4000));
  });
});

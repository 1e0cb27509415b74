import { describe, expect, test } from "vitest";
import { plainText, richText } from "./forms";

const answer = `# Title

Some **bold**, *em*, \`code\` and [a link](https://example.com/x), https://example.org.

1. one
2. two
   - nested
   - [x] done

| a | b |
|---|--:|
| 1 | $x^2$ |

\`\`\`js
let a = "<b>";
\`\`\`

$$
y
$$

> quoted

<script>alert(1)</script> ![alt](https://evil.example/x.png) [bad](javascript:alert(1))
`;

describe("an answer for other programs", () => {
  test("as plain text it has no marks and loses nothing", () => {
    expect(plainText(answer)).toMatchInlineSnapshot(`
      "Title

      Some bold, em, code and a link (https://example.com/x), https://example.org.

      1. one
      2. two
        • nested
        • ☑ done

      a	b
      1	x^2

      let a = "<b>";

      y

      quoted

      <script>alert(1)</script> ![alt](https://evil.example/x.png) [bad](javascript:alert(1))"
    `);
  });

  test("as formatted text it has real tables and formulas, and nothing that acts", async () => {
    const rich = await richText(answer);
    const page = new DOMParser().parseFromString(rich, "text/html");
    expect(page.querySelectorAll("table tr")).toHaveLength(2);
    expect(page.querySelector("td[align=right] math")).not.toBeNull();
    expect(page.querySelector("pre code")?.textContent).toBe('let a = "<b>";');
    expect(page.querySelector("ol > li > ul > li")?.textContent?.trim()).toBe("nested");
    expect(Array.from(page.querySelectorAll("a"), (one) => one.getAttribute("href"))).toEqual(["https://example.com/x", "https://example.org/"]);
    expect(page.querySelector("script, img, [style], [onerror], [src]")).toBeNull();
    expect(page.body.textContent).toContain("<script>alert(1)</script>");
  });
});

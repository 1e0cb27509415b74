import { expect, test } from "vitest";
import { clean, safeCss } from "./clean";

const root = (inside: string, attributes = 'viewBox="0 0 10 10"') =>
  new DOMParser().parseFromString(`<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${attributes}>${inside}</svg>`, "image/svg+xml").documentElement;

test.each([
  ["<script>x()</script>", ""],
  ['<rect onload="x()" onclick="x()" width="5"/>', '<rect width="5"></rect>'],
  ['<a href="javascript:x()" target="_top"><text>label</text></a>', "<g><text>label</text></g>"],
  ['<image href="http://sink/x.png"/><foreignObject><b xmlns="http://www.w3.org/1999/xhtml">x</b></foreignObject>', ""],
  ['<use href="#local"/><use href="http://sink/x.svg#y"/><use xlink:href="data:,x"/>', '<use href="#local"></use><use></use><use></use>'],
  ['<path d="M0 0" fill="url(#gradient)" marker-end="url(#end)"/>', '<path d="M0 0" fill="url(#gradient)" marker-end="url(#end)"></path>'],
  ['<path fill="url(http://sink/x)" mask="url( &quot;http://sink/#x&quot; )"/>', "<path></path>"],
  ['<g style="fill: red; background: url(http://sink/x); stroke: u\\72l(http://sink/y)"/>', '<g style="fill: red;  stroke: u72l(http://sink/y)"></g>'],
  ["<animate attributeName='href'/><set/><animateTransform/>", ""],
  ["<text>&lt;script&gt; &amp; &quot;</text>", "<text>&lt;script&gt; &amp; &quot;</text>"],
  ['<linearGradient id="g" gradientUnits="userSpaceOnUse"><stop offset="0" stop-color="red"/></linearGradient>', '<linearGradient id="g" gradientUnits="userSpaceOnUse"><stop offset="0" stop-color="red"></stop></linearGradient>'],
  ["<iframe src='x'/><object/><embed/><handler/><listener/>", ""],
])("%s is written as %s", (inside, expected) => {
  expect(clean(root(inside))?.svg.replace(/^<svg[^>]*>|<\/svg>$/g, "")).toBe(expected);
});

test.each([
  ["@import url(http://sink/x.css); .a { fill: red }", " .a { fill: red }"],
  [".a { background: url(http://sink/x); fill: url(#g) }", ".a {  fill: url(#g) }"],
  [".a { background: \\75rl(http://sink/x); }", ".a { background: 75rl(http://sink/x); }"],
  ["@font-face { src: url(http://sink/f) } .b { fill: red }", " .b { fill: red }"],
  [".a { animation: spin 1s infinite; stroke: red }", ".a {  stroke: red }"],
  ["@keyframes spin { from { x: 0 } to { x: 1 } } .b { x: 1 }", " .b { x: 1 }"],
  ["</style><script>x()</script>", "/style>script>x()/script>"],
  [".a { background-image: image-set('http://sink/x' 1x); color: attr(href) }", ".a {   }"],
  ["/* url(http://sink/x) */ .a { u/**/rl: 1 }", " .a { url: 1 }"],
])("of the style %s only %s is kept", (css, expected) => {
  expect(safeCss(css).replace(/ +/g, " ")).toBe(expected.replace(/ +/g, " "));
});

test.each([
  ["no box", ""],
  ["a box without an end", 'viewBox="0 0 Infinity 10"'],
  ["nothing", 'viewBox="0 0 0 0"'],
  ["a box that no screen holds", 'viewBox="0 0 99999 10"'],
  ["no numbers", 'viewBox="a b c d"'],
])("a drawing with %s is none", (_what, attributes) => {
  expect(clean(root("<rect/>", attributes))).toBeUndefined();
});

test("a drawing beyond all use is none", () => {
  expect(clean(root("<rect/>".repeat(200_000)))).toBeUndefined();
});

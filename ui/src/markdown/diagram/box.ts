/**
 * Where the parts of a drawing are and how large, for a document that no browser lays out. What is drawn has a box of
 * its own; a group has that of its children, each in its place. Rotated boxes are those of their corners.
 */
import type { Styles } from "./styles";
import { above, below, widthOf } from "./text";

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

type Point = readonly [x: number, y: number];
/** As SVG writes it: a b c d e f. */
type Matrix = readonly [number, number, number, number, number, number];

const nothing: Box = { x: 0, y: 0, width: 0, height: 0 };
const undrawn = new Set(["defs", "marker", "style", "title", "desc", "clippath", "mask", "symbol", "pattern", "script", "metadata", "lineargradient", "radialgradient", "filter"]);

const number = (element: Element, name: string, otherwise = 0) => {
  const value = Number.parseFloat(element.getAttribute(name) ?? "");
  return Number.isFinite(value) ? value : otherwise;
};

/** In the element's own system: its own transform does not count. */
export function boxOf(element: Element, styles: Styles): Box {
  switch (element.localName.toLowerCase()) {
    case "rect":
    case "image":
    case "foreignobject":
    case "use":
      return { x: number(element, "x"), y: number(element, "y"), width: number(element, "width"), height: number(element, "height") };
    case "circle":
      return round(number(element, "cx"), number(element, "cy"), number(element, "r"), number(element, "r"));
    case "ellipse":
      return round(number(element, "cx"), number(element, "cy"), number(element, "rx"), number(element, "ry"));
    case "line":
      return around([[number(element, "x1"), number(element, "y1")], [number(element, "x2"), number(element, "y2")]]);
    case "polygon":
    case "polyline":
      return around(pairs(numbers(element.getAttribute("points") ?? "")));
    case "path":
      return around(pathPoints(element.getAttribute("d") ?? ""));
    case "text":
    case "tspan":
      return around(textPoints(element, styles));
    default:
      return around(Array.from(element.children, (child) => placed(child, styles)).flat());
  }
}

function round(x: number, y: number, rx: number, ry: number): Box {
  return { x: x - rx, y: y - ry, width: 2 * rx, height: 2 * ry };
}

/** The corners of a child, where its transform puts them. */
function placed(child: Element, styles: Styles): Point[] {
  if (undrawn.has(child.localName.toLowerCase()) || styles.of(child, "display") === "none") return [];
  const { x, y, width, height } = boxOf(child, styles);
  if (width === 0 && height === 0) return [];
  const matrix = matrixOf(child.getAttribute("transform") ?? "");
  const corners: Point[] = [[x, y], [x + width, y], [x, y + height], [x + width, y + height]];
  return corners.map(([left, top]) => [matrix[0] * left + matrix[2] * top + matrix[4], matrix[1] * left + matrix[3] * top + matrix[5]]);
}

function around(points: readonly Point[]): Box {
  const real = points.filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y));
  if (real.length === 0) return nothing;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of real) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

const numbers = (text: string) => (text.match(/[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/gi) ?? []).map(Number);
const pairs = (all: number[]): Point[] => all.flatMap((x, at): Point[] => (at % 2 === 0 && at + 1 < all.length ? [[x, all[at + 1] ?? 0]] : []));

/** The points that a path goes through or bends towards. */
function pathPoints(d: string): Point[] {
  const points: Point[] = [];
  let here: Point = [0, 0];
  let start: Point = here;
  for (const [, command = "", rest = ""] of d.matchAll(/([a-z])([^a-df-z]*)/gi)) {
    const relative = command === command.toLowerCase();
    const kind = command.toUpperCase();
    const all = numbers(rest);
    const size = { M: 2, L: 2, H: 1, V: 1, C: 6, S: 4, Q: 4, T: 2, A: 7, Z: 0 }[kind];
    if (kind === "Z") here = start;
    if (!size) continue;
    for (let at = 0; at + size <= all.length; at += size) {
      const part = all.slice(at, at + size);
      const [bx, by] = relative ? here : [0, 0];
      if (kind === "H") here = [bx + (part[0] ?? 0), here[1]];
      else if (kind === "V") here = [here[0], by + (part[0] ?? 0)];
      else {
        const through: Point[] = pairs(kind === "A" ? part.slice(5) : part).map(([x, y]) => [bx + x, by + y]);
        points.push(...through.slice(0, -1));
        here = through.at(-1) ?? here;
      }
      if (kind === "M" && at === 0) start = here;
      points.push(here);
    }
  }
  return points;
}

const plain: Matrix = [1, 0, 0, 1, 0, 0];

function times(one: Matrix, other: Matrix): Matrix {
  const [a, b, c, d, e, f] = one;
  const [g, h, i, j, k, l] = other;
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
}

function matrixOf(transform: string): Matrix {
  let all = plain;
  for (const [, name = "", inside = ""] of transform.matchAll(/(\w+)\s*\(([^)]*)\)/g)) all = times(all, one(name, numbers(inside)));
  return all;
}

function one(name: string, [a = 0, b, c, d = 1, e = 0, f = 0]: number[]): Matrix {
  if (name === "translate") return [1, 0, 0, 1, a, b ?? 0];
  if (name === "scale") return [a, 0, 0, b ?? a, 0, 0];
  if (name === "matrix") return [a, b ?? 0, c ?? 0, d, e, f];
  if (name !== "rotate") return plain;
  const [sin, cos] = [Math.sin((a * Math.PI) / 180), Math.cos((a * Math.PI) / 180)];
  const [x, y] = [b ?? 0, c ?? 0];
  return times(times([1, 0, 0, 1, x, y], [cos, sin, -sin, cos, 0, 0]), [1, 0, 0, 1, -x, -y]);
}

/** The corners of the lines of a text; each `tspan` may begin a line or go on with one. */
function textPoints(element: Element, styles: Styles): Point[] {
  const points: Point[] = [];
  const size = styles.font(element).size;
  const pen = { x: length(element.getAttribute("x"), size), y: length(element.getAttribute("y"), size) };
  const walk = (node: Element) => {
    const font = styles.font(node);
    if (node !== element) {
      if (node.hasAttribute("x")) pen.x = length(node.getAttribute("x"), font.size);
      if (node.hasAttribute("y")) pen.y = length(node.getAttribute("y"), font.size);
    }
    pen.x += length(node.getAttribute("dx"), font.size);
    pen.y += length(node.getAttribute("dy"), font.size);
    for (const child of node.childNodes) {
      if (child.nodeType === 1) walk(child as Element);
      if (child.nodeType !== 3) continue;
      const text = (child.nodeValue ?? "").replace(/\s+/g, " ");
      const width = widthOf(text, font);
      if (width === 0) continue;
      const anchor = styles.of(node, "text-anchor");
      const left = pen.x - (anchor === "middle" ? width / 2 : anchor === "end" ? width : 0);
      const baseline = pen.y + font.size * shift(styles.of(node, "dominant-baseline") || styles.of(node, "alignment-baseline"));
      points.push([left, baseline - above * font.size], [left + width, baseline + below * font.size]);
      pen.x += width;
    }
  };
  walk(element);
  return points;
}

function shift(baseline: string): number {
  if (baseline === "middle" || baseline === "central") return (above - below) / 2;
  if (baseline === "hanging" || baseline === "text-before-edge" || baseline === "before-edge") return above;
  return baseline === "text-after-edge" || baseline === "after-edge" ? -below : 0;
}

function length(written: string | null, size: number): number {
  const value = Number.parseFloat(written ?? "");
  if (!Number.isFinite(value)) return 0;
  return written?.endsWith("em") ? value * size : value;
}

/** How long the text of an element is, in one line. */
export function lengthOf(element: Element, styles: Styles): number {
  let all = 0;
  for (const child of element.childNodes) {
    if (child.nodeType === 1) all += lengthOf(child as Element, styles);
    else if (child.nodeType === 3) all += widthOf((child.nodeValue ?? "").replace(/\s+/g, " "), styles.font(element));
  }
  return all;
}

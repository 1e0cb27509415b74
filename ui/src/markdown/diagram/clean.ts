/**
 * A drawing written out again, element by element: only what draws, nothing that acts, loads or leads anywhere. What
 * comes out is whole XML of our own making, whatever went in.
 */

const drawn = new Set(
  "svg g path rect circle ellipse line polyline polygon text tspan marker defs style title desc linearGradient radialGradient stop clipPath mask pattern filter feDropShadow feGaussianBlur feOffset feFlood feComposite feMerge feMergeNode feColorMatrix symbol use".split(" "),
);
/** Their children are drawn, they are not. */
const open = new Set(["a", "switch", "div", "body", "section", "html"]);
const exact = new Map([...drawn].map((name) => [name.toLowerCase(), name]));

const attributes = new Set(
  "id class x y x1 y1 x2 y2 cx cy r rx ry dx dy d points width height viewbox preserveaspectratio transform fill fill-opacity fill-rule stroke stroke-width stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-opacity stroke-miterlimit opacity text-anchor dominant-baseline alignment-baseline baseline-shift font-size font-family font-weight font-style letter-spacing text-decoration textlength lengthadjust marker-start marker-mid marker-end markerwidth markerheight markerunits refx refy orient offset stop-color stop-opacity gradientunits gradienttransform clip-path clippathunits clip-rule mask maskunits patternunits filter stddeviation result in in2 operator flood-color flood-opacity color visibility display style role aria-roledescription direction unicode-bidi shape-rendering vector-effect".split(" "),
);
const cased = new Map(
  "viewBox preserveAspectRatio textLength lengthAdjust markerWidth markerHeight markerUnits refX refY gradientUnits gradientTransform clipPathUnits maskUnits patternUnits stdDeviation".split(" ").map((name) => [name.toLowerCase(), name]),
);

export interface Clean {
  svg: string;
  width: number;
  height: number;
}

/** More than this is no drawing that can be looked at. */
const longest = 2_000_000;
const largest = 30_000;

export function clean(root: Element): Clean | undefined {
  const box = (root.getAttribute("viewBox") ?? "").split(/[\s,]+/).map(Number);
  const [x = 0, y = 0, width = 0, height = 0] = box;
  if (box.length !== 4 || !box.every(Number.isFinite) || width <= 0 || height <= 0 || width > largest || height > largest) return undefined;
  const inside = Array.from(root.childNodes, written).join("");
  const names = ["id", "class", "role", "aria-roledescription"].map((name) => attribute(name, root.getAttribute(name) ?? "")).join("");
  const head = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${x} ${y} ${width} ${height}" width="${width}" height="${height}"${names}>`;
  const svg = `${head}${inside}</svg>`;
  return svg.length > longest ? undefined : { svg, width, height };
}

function written(node: Node): string {
  if (node.nodeType === 3) return escaped(node.nodeValue ?? "");
  if (node.nodeType !== 1) return "";
  const element = node as Element;
  const lower = element.localName.toLowerCase();
  if (lower === "style") return `<style>${escaped(safeCss(element.textContent ?? ""))}</style>`;
  const inside = () => Array.from(element.childNodes, written).join("");
  if (open.has(lower)) return `<g>${inside()}</g>`;
  const name = exact.get(lower);
  if (!name) return "";
  const all = Array.from(element.attributes, ({ name: own, value }) => attribute(own, value)).join("");
  const reference = name === "use" ? local(element.getAttribute("href") ?? element.getAttribute("xlink:href") ?? "") : "";
  return `<${name}${all}${reference}>${inside()}</${name}>`;
}

function local(reference: string): string {
  return /^#[\w:.-]+$/.test(reference) ? ` href="${reference}"` : "";
}

function attribute(name: string, value: string): string {
  const lower = name.toLowerCase();
  if (!attributes.has(lower) || value === "") return "";
  const safe = lower === "style" ? safeCss(value) : value;
  // References lead within the drawing only.
  if (/url\s*\(/i.test(safe) && !/^(?:(?!url\s*\()[^])*(?:url\(\s*["']?#[\w:.-]+["']?\s*\)(?:(?!url\s*\()[^])*)+$/i.test(safe)) return "";
  return ` ${cased.get(lower) ?? lower}="${escaped(safe)}"`;
}

/** Style rules without what loads, moves or hides behind an escape. */
export function safeCss(css: string): string {
  return css
    .replace(/\/\*[^]*?\*\//g, "")
    .replace(/\\/g, "")
    .replace(/@(?:import|font-face|namespace|charset|media|supports|layer)[^;{]*(?:;|\{[^{}]*\})?/gi, "")
    .replace(/@(?:-webkit-)?keyframes[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}/gi, "")
    .replace(/(?:animation|transition)(?:-[a-z]+)?\s*:[^;}]*;?/gi, "")
    .replace(/[\w-]+\s*:[^;{}]*(?:url|image|image-set|src|attr|expression)\s*\((?!\s*["']?#)[^;}]*;?/gi, "")
    .replace(/</g, "");
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escaped(text: string): string {
  // Characters that XML does not have would make the whole drawing unreadable.
  return text.replace(/(?![\t\n\r])\p{Cc}|\p{Cs}|[\ufffe\uffff]/gu, "").replace(/[&<>"]/g, (one) => entities[one] ?? "");
}

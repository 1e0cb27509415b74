/** Which diagrams are not drawn, before anything is laid out. Pure. */

export type Refused = "tooLarge" | "refused";

/** Beyond any diagram that can be read; laying out takes time that grows faster than its size. */
const longest = 20_000;
const mostLines = 800;

/** What would load something, lead somewhere or run something. The drawing has none of it; the source says so. */
const active: readonly RegExp[] = [
  // Nodes that are pictures, and pictures of persons and systems.
  /@\{[^}]*\b(?:img|icon)\s*:/is,
  /\$(?:sprite|link)\s*=/i,
  // Clicks in flowcharts, class, state and Gantt diagrams; links of actors.
  /^\s*click\s+\S/im,
  /^\s*(?:callback|link)\s+\S+\s+["'(]/im,
  /^\s*links?\s+[^:\n]+:\s*\S/im,
  /\bhref\s*[=("'\s]\s*["'(]?\s*[a-z][a-z0-9+.-]*:/i,
  // Addresses within styles, and scripts within labels.
  /url\s*\(/i,
  /@import/i,
  /(?:javascript|vbscript)\s*:/i,
  /\b(?:data\s*:\s*(?:[a-z]+\/[a-z]|[,;])|(?:file|blob|filesystem)\s*:\s*[/a-z]+:?\/)/i,
  /<\s*\/?\s*(?:script|iframe|object|embed|img|image|svg|style|link|meta|base|foreignobject|form|input|video|audio|use|animate|set)\b/i,
  /<[^>]*\bon[a-z]{3,}\s*=/i,
];

export function refusal(source: string): Refused | undefined {
  if (source.length > longest || source.split("\n", mostLines + 1).length > mostLines) return "tooLarge";
  const read = decoded(source);
  return active.some((one) => one.test(source) || one.test(read)) ? "refused" : undefined;
}

/** Entities as Mermaid (`#58;`) and HTML (`&#58;`) write them, so that nothing hides behind them. */
function decoded(source: string): string {
  return source
    .replace(/[&#]#?x([0-9a-f]{1,6});?/gi, (all, digits: string) => character(Number.parseInt(digits, 16), all))
    .replace(/[&#]#?(\d{1,7});?/g, (all, digits: string) => character(Number(digits), all))
    .replace(/[&#](colon|lpar|lt|gt|quot|tab|newline);?/gi, (_all, name: string) => named[name.toLowerCase()] ?? "");
}

const named: Record<string, string> = { colon: ":", lpar: "(", lt: "<", gt: ">", quot: '"', tab: "", newline: "" };

function character(point: number, otherwise: string): string {
  if (point < 32) return "";
  return point > 0x10ffff ? otherwise : String.fromCodePoint(point);
}

/**
 * Mermaid, bounded: no HTML in labels, no clicks, no settings from the text, and a drawing that is written out again
 * with only what draws. To be used away from the window; `makePage` comes first, since Mermaid looks for a page as
 * soon as it is loaded.
 */
import type { Mermaid } from "mermaid";
import { type Clean, clean } from "./clean";
import { type Look, theme } from "./look";
import { frames, makePage, rootOf } from "./page";

let loading: Promise<Mermaid> | undefined;
let made = 0;

async function load(look: Look): Promise<Mermaid> {
  makePage({ size: look.size, family: look.family, weight: "400", style: "normal" });
  const { default: purify } = await import("dompurify");
  // There is no page that it could purify for. Labels are text here, and `clean` writes the drawing anew.
  const sanitize = (text: unknown, wish?: { ADD_TAGS?: unknown }) => (wish?.ADD_TAGS ? String(text) : String(text).replace(/<(?!br\s*\/?>)[^>]*>/gi, ""));
  Object.assign(purify, { sanitize, addHook: () => undefined, isSupported: true });
  return (await import("mermaid")).default;
}

/** The drawing of `source`; it throws where there is none. */
export async function drawn(source: string, look: Look): Promise<Clean> {
  const mermaid = await (loading ??= load(look));
  const settings = mermaid.mermaidAPI.defaultConfig;
  mermaid.initialize({
    ...theme(look),
    startOnLoad: false,
    securityLevel: "strict",
    htmlLabels: false,
    flowchart: { htmlLabels: false, useMaxWidth: false, padding: 12 },
    gantt: { useWidth: 760 },
    suppressErrorRendering: true,
    deterministicIds: true,
    maxTextSize: 20_000,
    maxEdges: 300,
    legacyMathML: false,
    forceLegacyMathML: false,
    logLevel: "fatal",
    // Nothing of this can be changed from within the text.
    secure: [...new Set(["secure", ...Object.keys(settings ?? {}), "theme", "themeCSS", "themeVariables", "htmlLabels", "look", "layout", "handDrawnSeed"])],
  });
  made += 1;
  frames.running = true;
  const { svg } = await mermaid.render(`d${made}`, source).finally(() => (frames.running = false));
  const result = clean(rootOf(svg));
  if (!result) throw new Error("nothing was drawn");
  return result;
}

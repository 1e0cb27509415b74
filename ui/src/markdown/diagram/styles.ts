/** The few properties of style that decide how large something is, found as a browser finds them: nearest rule first. */
import type { Font } from "./text";

const measured = new Set(["font-size", "font-family", "font-weight", "font-style", "text-anchor", "dominant-baseline", "alignment-baseline", "display"]);
const inherited = new Set(["font-size", "font-family", "font-weight", "font-style", "text-anchor", "dominant-baseline"]);

interface Rule {
  selector: string;
  weight: number;
  values: Map<string, string>;
}

export class Styles {
  #read = "";
  #rules: Rule[] = [];
  readonly #standard: Font;

  constructor(standard: Font) {
    this.#standard = standard;
  }

  /** The value of a property for an element; empty where nothing says it. */
  of(element: Element, property: string): string {
    for (let at: Element | null = element; at; at = at.parentElement) {
      const own = this.#own(at, property);
      if (own !== "" && own !== "inherit") return own;
      if (!inherited.has(property)) return "";
    }
    return "";
  }

  font(element: Element): Font {
    const { size, family, weight, style } = this.#standard;
    return {
      size: this.#size(element, size),
      family: this.of(element, "font-family") || family,
      weight: this.of(element, "font-weight") || weight,
      style: this.of(element, "font-style") || style,
    };
  }

  #size(element: Element, standard: number): number {
    const written = this.of(element, "font-size");
    const value = Number.parseFloat(written);
    if (!Number.isFinite(value) || value <= 0) return standard;
    if (/(?:em|%)$/.test(written)) return standard * (written.endsWith("%") ? value / 100 : value);
    return written.endsWith("pt") ? (value * 4) / 3 : value;
  }

  #own(element: Element, property: string): string {
    const inline = new RegExp(`(?:^|;)\\s*${property}\\s*:\\s*([^;!]+)`, "i").exec(element.getAttribute("style") ?? "")?.[1];
    if (inline !== undefined) return inline.trim();
    this.#readFrom(element);
    let best: Rule | undefined;
    for (const rule of this.#rules) {
      if (rule.values.has(property) && (!best || rule.weight >= best.weight) && matches(element, rule.selector)) best = rule;
    }
    return best?.values.get(property) ?? element.getAttribute(property) ?? "";
  }

  /** Reads the rules of the drawing that an element belongs to, again when they changed. */
  #readFrom(element: Element): void {
    const css = element.closest("svg")?.querySelector("style")?.textContent ?? "";
    if (css === this.#read) return;
    this.#read = css;
    this.#rules = rulesOf(css);
  }
}

function rulesOf(css: string): Rule[] {
  const rules: Rule[] = [];
  for (const [, selectors = "", body = ""] of css.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    const values = new Map<string, string>();
    for (const line of body.split(";")) {
      const [name = "", value = ""] = line.split(/:(.*)/s);
      const property = name.trim().toLowerCase();
      if (measured.has(property)) values.set(property, value.replace("!important", "").trim());
    }
    if (values.size === 0) continue;
    for (const selector of selectors.split(",")) rules.push({ selector: selector.trim(), weight: weightOf(selector), values });
  }
  return rules;
}

function weightOf(selector: string): number {
  const count = (found: RegExp) => selector.match(found)?.length ?? 0;
  return count(/#[\w-]+/g) * 10_000 + count(/[.[:][\w-]+/g) * 100 + count(/(?:^|[\s>+~])[a-z]/gi);
}

function matches(element: Element, selector: string): boolean {
  try {
    return element.matches(selector);
  } catch {
    return false;
  }
}

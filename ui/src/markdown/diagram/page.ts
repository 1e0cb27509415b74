/**
 * A page for Mermaid where there is none: in a worker, out of reach of the window. It has a document and the sizes of
 * what is drawn in it; it has no network, no scripts, no styles that apply to anything, and nothing of Parlance.
 */
import { DOMParser, parseHTML } from "linkedom/worker";
import { type Box, boxOf, lengthOf } from "./box";
import { Styles } from "./styles";
import type { Font } from "./text";

interface Sized {
  clientWidth: number;
  clientHeight: number;
  getBBox: (this: Element) => Box;
  getComputedTextLength: (this: Element) => number;
  getBoundingClientRect: (this: Element) => object;
}

/** A style sheet that is only ever written and read. */
class Sheet {
  readonly cssRules: { cssText: string; style: { setProperty: (name: string, value: string) => void } }[] = [];

  insertRule(rule: string, at = 0): number {
    const made = {
      cssText: rule,
      style: {
        setProperty(name: string, value: string) {
          made.cssText = made.cssText.replace(/\}\s*$/, `${name}: ${value};}`);
        },
      },
    };
    this.cssRules.splice(at, 0, made);
    return at;
  }

  replaceSync(text: string): void {
    this.cssRules.splice(0, Number.POSITIVE_INFINITY);
    this.insertRule(text);
  }
}

/** Some layouts draw while they think, and would go on for ever: they get frames only while something is drawn. */
export const frames = {
  running: false,
  ask: (paint: (at: number) => void) => setTimeout(() => frames.running && paint(performance.now()), 0),
};

/** Canvases on which nothing is drawn, for layouts that begin with one. */
function giveCanvases(document: Document): void {
  const create = document.createElement.bind(document);
  const nothing = new Proxy({}, { get: (_, name) => (name === "measureText" ? (text: string) => ({ width: text.length * 8 }) : () => nothing), set: () => true });
  const made = (name: string) => {
    const element = create(name);
    if (name === "canvas") Object.assign(element, { getContext: () => nothing });
    return element;
  };
  Object.assign(document, { createElement: made });
}

/** Puts the page in its place. To be called once, before Mermaid is loaded. */
export function makePage(font: Font): void {
  const page = parseHTML("<!doctype html><html><body></body></html>");
  const { document } = page;
  const styles = new Styles(font);
  const sized: Sized = {
    clientWidth: 0,
    clientHeight: 0,
    getBBox() {
      return boxOf(this, styles);
    },
    getComputedTextLength() {
      return lengthOf(this, styles);
    },
    getBoundingClientRect() {
      const { x, y, width, height } = boxOf(this, styles);
      return { x, y, width, height, left: x, top: y, right: x + width, bottom: y + height };
    },
  };
  Object.assign((page as unknown as { Element: { prototype: object } }).Element.prototype, sized);
  const style = (element: Element) => ({
    getPropertyValue: (name: string) => styles.of(element, name) || (/^(?:padding|margin|border)/.test(name) ? "0px" : ""),
    fontSize: `${styles.font(element).size}px`,
    textAnchor: styles.of(element, "text-anchor") || "start",
  });
  const escape = (name: string) => name.replace(/[^\w\u0080-\uffff-]|^(?=\d)/g, (mark) => `\\${mark || " "}`);
  const css = { escape, supports: () => true };
  const location = { protocol: "about:", host: "", pathname: "blank", search: "", href: "about:blank" };
  const window = {
    document,
    getComputedStyle: style,
    CSS: css,
    location,
    devicePixelRatio: 1,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    requestAnimationFrame: frames.ask,
    scrollX: 0,
    scrollY: 0,
  };
  const { HTMLElement } = page;
  giveCanvases(document);
  const screen = { width: 1200, height: 800, availWidth: 1200, availHeight: 800 };
  const own = { window, document, screen, HTMLElement, CSS: css, CSSStyleSheet: Sheet, getComputedStyle: style, DOMParser };
  for (const [name, value] of Object.entries(own)) Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}

/** The root element of a drawing that came as text. */
export function rootOf(svg: string): Element {
  return new DOMParser().parseFromString(svg, "image/svg+xml").documentElement as unknown as Element;
}

/// <reference types="micromark-extension-gfm-autolink-literal" />
/**
 * Bare addresses, ended by full-width punctuation too: in `见 https://example.com/a。**重点**` neither the full stop
 * nor what follows belongs to the address, where GFM's own rule knows white space only.
 */
import { asciiAlphanumeric, asciiControl, markdownLineEndingOrSpace, unicodePunctuation } from "micromark-util-character";
import type { Code, Construct, Event, Extension, State } from "micromark-util-types";

const open = 40;
const close = 41;

/** White space, `<`, CJK punctuation, full-width forms, curly quotes, dashes and ellipses. */
function ends(code: Code): boolean {
  return (
    code === null ||
    code === 60 ||
    markdownLineEndingOrSpace(code) ||
    asciiControl(code) ||
    (code >= 0x3000 && code <= 0x303f) ||
    (code >= 0xff01 && code <= 0xff0f) ||
    (code >= 0xff1a && code <= 0xff20) ||
    (code >= 0xff3b && code <= 0xff40) ||
    (code >= 0xff5b && code <= 0xff65) ||
    (code >= 0x2018 && code <= 0x201d) ||
    code === 0x2014 ||
    code === 0x2026 ||
    code === 0xa0
  );
}

const trailing = new Set(Array.from("!\"'*,.:;?_~]`", (mark) => mark.charCodeAt(0)));

/** Punctuation up to the end of the address, which then is not part of it. */
const trail: Construct = {
  partial: true,
  tokenize(effects, ok, nok) {
    let size = 0;
    return function inside(code): State | undefined {
      if (ends(code) || code === close) return ok(code);
      if (!trailing.has(code ?? 0) || size++ > 64) return nok(code);
      effects.consume(code);
      return inside;
    };
  },
};

/** Inside the text of a link that is not yet complete, an address must not become a link of its own. */
function inLabel(events: Event[]): boolean {
  // oxlint-disable-next-line no-underscore-dangle -- the parser's own name
  return events.some(([, token]) => (token.type === "labelLink" || token.type === "labelImage") && !token._balanced);
}

function address(prefixes: string[], kind: "literalAutolinkHttp" | "literalAutolinkWww"): Construct {
  return {
    name: kind,
    previous: (code) => !asciiAlphanumeric(code),
    tokenize(effects, ok, nok) {
      let written = "";
      let depth = 0;
      const events = () => this.events;
      return (code) => {
        if (asciiAlphanumeric(this.previous)) return nok(code);
        effects.enter("literalAutolink");
        effects.enter(kind);
        return prefix(code);
      };
      function prefix(code: Code): State | undefined {
        const next = written + (code === null || code < 0 ? " " : String.fromCharCode(code).toLowerCase());
        if (!prefixes.some((known) => known.startsWith(next))) return nok(code);
        written = next;
        effects.consume(code);
        return prefixes.includes(written) ? host : prefix;
      }
      function host(code: Code): State | undefined {
        return ends(code) || unicodePunctuation(code) || inLabel(events()) ? nok(code) : inside(code);
      }
      function inside(code: Code): State | undefined {
        if (ends(code) || (code === close && depth === 0)) return end(code);
        if (trailing.has(code ?? 0)) return effects.check(trail, end, part)(code);
        return part(code);
      }
      function part(code: Code): State | undefined {
        if (code === open) depth++;
        if (code === close) depth--;
        effects.consume(code);
        return inside;
      }
      function end(code: Code): State | undefined {
        effects.exit(kind);
        effects.exit("literalAutolink");
        return ok(code);
      }
    },
  };
}

const http = address(["http://", "https://"], "literalAutolinkHttp");
const www = address(["www."], "literalAutolinkWww");

export const urlSyntax: Extension = { text: { 72: http, 104: http, 87: www, 119: www } };

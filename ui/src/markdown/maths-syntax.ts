/**
 * Maths between `$…$`, `\(…\)` and `\[…\]`; `$$…$$` comes from remark-math.
 *
 * A single dollar is conservative so that prices stay text: the opening one stands before something that is no
 * space, the closing one after something that is no space and before no digit or letter, both on one line.
 */
import type { CompileContext, Extension as FromMarkdown, Token as MdastToken } from "mdast-util-from-markdown";
import { markdownLineEnding, markdownSpace } from "micromark-util-character";
import type { Code, Construct, Effects, Extension, State, Token } from "micromark-util-types";

declare module "micromark-util-types" {
  interface TokenTypeMap {
    texText: "texText";
    texTextMarker: "texTextMarker";
    texTextValue: "texTextValue";
    texFlow: "texFlow";
    texFlowFence: "texFlowFence";
    texFlowValue: "texFlowValue";
  }
}

const dollar = 36;
const backslash = 92;
/** Nobody writes a formula in a line that is longer; the bound keeps unmatched openers cheap. */
const longest = 2000;

const isBlank = (code: Code) => code === null || markdownLineEnding(code) || markdownSpace(code);
const isWord = (code: Code) =>
  code !== null && ((code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122));

const dollars: Construct = {
  name: "texDollars",
  // The same as remark-math's own: constructs of one character are tried together, and it relies on its condition.
  previous(code) {
    return code !== dollar || this.events.at(-1)?.[1].type === "characterEscape";
  },
  tokenize(effects, ok, nok) {
    let size = 0;
    let last: Code = null;
    return (code) => {
      effects.enter("texText");
      effects.enter("texTextMarker");
      effects.consume(code);
      effects.exit("texTextMarker");
      return opened;
    };
    function opened(code: Code): State | undefined {
      if (isBlank(code) || code === dollar) return nok(code);
      effects.enter("texTextValue");
      return value(code);
    }
    function value(code: Code): State | undefined {
      if (code === null || markdownLineEnding(code) || size++ > longest) return nok(code);
      if (code === dollar) return markdownSpace(last) ? nok(code) : closing(code);
      last = code;
      effects.consume(code);
      return code === backslash ? escaped : value;
    }
    function escaped(code: Code): State | undefined {
      if (code === null || markdownLineEnding(code)) return nok(code);
      last = null;
      effects.consume(code);
      return value;
    }
    function closing(code: Code): State | undefined {
      effects.exit("texTextValue");
      effects.enter("texTextMarker");
      effects.consume(code);
      effects.exit("texTextMarker");
      effects.exit("texText");
      return after;
    }
    function after(code: Code): State | undefined {
      return isWord(code) || code === dollar ? nok(code) : ok(code);
    }
  },
};

const brackets: Construct = {
  name: "texBrackets",
  tokenize(effects, ok, nok) {
    let size = 0;
    let close: Code = null;
    return (code) => {
      effects.enter("texText");
      effects.enter("texTextMarker");
      effects.consume(code);
      return opener;
    };
    function opener(code: Code): State | undefined {
      if (code !== 40 && code !== 91) return nok(code);
      close = code === 40 ? 41 : 93;
      effects.consume(code);
      effects.exit("texTextMarker");
      return first;
    }
    function first(code: Code): State | undefined {
      if (code === null) return nok(code);
      effects.enter("texTextValue");
      return value(code);
    }
    function value(code: Code): State | undefined {
      if (code === null || size++ > longest) return nok(code);
      if (code === backslash) return effects.attempt({ tokenize: closer, partial: true }, end, plain)(code);
      return plain(code);
    }
    function plain(code: Code): State | undefined {
      effects.consume(code);
      return code === backslash ? escaped : value;
    }
    function escaped(code: Code): State | undefined {
      // One formula does not open inside another, so an opener that is never closed costs nothing further on.
      if (code === null || code === 40 || code === 91) return nok(code);
      effects.consume(code);
      return value;
    }
    function end(code: Code): State | undefined {
      effects.exit("texText");
      return ok(code);
    }
    function closer(inner: Effects, found: State, missed: State): State {
      return (code) => {
        inner.exit("texTextValue");
        inner.enter("texTextMarker");
        inner.consume(code);
        return (next) => {
          if (next !== close) return missed(next);
          inner.consume(next);
          inner.exit("texTextMarker");
          return found;
        };
      };
    }
  },
};

const nextLine: Construct = {
  partial: true,
  tokenize(effects, ok, nok) {
    return (code) => {
      if (code === null) return nok(code);
      effects.enter("lineEnding");
      effects.consume(code);
      effects.exit("lineEnding");
      return (next) => (this.parser.lazy[this.now().line] ? nok(next) : ok(next));
    };
  },
};

/** A line of `\[` alone, up to a line that ends in `\]` or to the end of its container, like a fence. */
const display: Construct = {
  name: "texDisplay",
  concrete: true,
  tokenize(effects, ok, nok) {
    const interrupts = this.interrupt;
    const written = (token: Token) => this.sliceSerialize(token).trimEnd();
    return (code) => {
      effects.enter("texFlow");
      effects.enter("texFlowFence");
      effects.consume(code);
      return opener;
    };
    function opener(code: Code): State | undefined {
      if (code !== 91) return nok(code);
      effects.consume(code);
      return rest;
    }
    function rest(code: Code): State | undefined {
      if (markdownSpace(code)) {
        effects.consume(code);
        return rest;
      }
      if (code !== null && !markdownLineEnding(code)) return nok(code);
      effects.exit("texFlowFence");
      return interrupts ? ok(code) : between(code);
    }
    function between(code: Code): State | undefined {
      return effects.attempt(nextLine, line, end)(code);
    }
    function line(code: Code): State | undefined {
      if (code === null || markdownLineEnding(code)) return between(code);
      effects.enter("texFlowValue");
      return value(code);
    }
    function value(code: Code): State | undefined {
      if (code !== null && !markdownLineEnding(code)) {
        effects.consume(code);
        return value;
      }
      return written(effects.exit("texFlowValue")).endsWith("\\]") ? end(code) : between(code);
    }
    function end(code: Code): State | undefined {
      effects.exit("texFlow");
      return ok(code);
    }
  },
};

export const mathsSyntax: Extension = {
  text: { [dollar]: dollars, [backslash]: brackets },
  flow: { [backslash]: display },
};

/** The same where a single dollar is only ever a dollar. */
export const bracketsSyntax: Extension = { text: { [backslash]: brackets }, flow: { [backslash]: display } };

function exitLine(this: CompileContext, token: MdastToken): void {
  const node = this.stack.at(-1);
  if (node?.type !== "math") return;
  const text = this.sliceSerialize(token).trimEnd().replace(/\\\]$/, "");
  node.value = node.value ? `${node.value}\n${text}` : text;
}

export const mathsFromMarkdown: FromMarkdown = {
  enter: {
    texText(token) {
      this.enter({ type: "inlineMath", value: "" }, token);
    },
    texFlow(token) {
      this.enter({ type: "math", value: "" }, token);
    },
  },
  exit: {
    texText(token) {
      this.exit(token);
    },
    texTextValue(token) {
      const node = this.stack.at(-1);
      if (node?.type === "inlineMath") node.value = this.sliceSerialize(token).trim();
    },
    texFlowValue: exitLine,
    texFlow(token) {
      this.exit(token);
    },
  },
};

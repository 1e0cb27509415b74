/** Marks in two texts, as they are read, the words that only one of them has. */
import { type RefObject, useEffect, useState } from "react";
import { mark, unmark } from "../../design/marks";
import type { Locale } from "../../host/types";
import { rangeOf, textOf } from "../finding/ranges";
import { difference, type Piece } from "./difference";

/** Code is coloured and pictures come after the text: the marks follow at this pace. */
const paceMs = 120;

export interface Differences {
  /** They differ in so much that single words tell nothing. */
  tooMany: boolean;
  /** What only the left one says, and only the right one. */
  lost: readonly string[];
  gained: readonly string[];
}

const none: Differences = { tooMany: false, lost: [], gained: [] };

type Place = RefObject<HTMLElement | null>;

export function useDifferences(left: Place, right: Place, marked: boolean, locale: Locale): Differences {
  const [found, setFound] = useState(none);
  useEffect(() => {
    if (!marked || !left.current || !right.current) return setFound(none);
    const sides = [left.current, right.current] as const;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      timer = undefined;
      setFound(marksIn(sides, locale));
    };
    const observer = new MutationObserver(() => (timer ??= setTimeout(look, paceMs)));
    for (const side of sides) observer.observe(side, { subtree: true, childList: true, characterData: true });
    look();
    return () => {
      clearTimeout(timer);
      observer.disconnect();
      unmark("lost");
      unmark("gained");
    };
  }, [left, right, marked, locale]);
  return found;
}

function marksIn([left, right]: readonly [Element, Element], locale: Locale): Differences {
  const texts = [textOf(left), textOf(right)] as const;
  const found = difference(texts[0].text, texts[1].text, locale);
  const lost = placed(found?.left ?? []);
  const gained = placed(found?.right ?? []);
  mark("lost", lost.flatMap(({ start, end }) => rangeOf(texts[0].pieces, start, end) ?? []));
  mark("gained", gained.flatMap(({ start, end }) => rangeOf(texts[1].pieces, start, end) ?? []));
  return { tooMany: !found, lost: lost.map(({ text }) => text), gained: gained.map(({ text }) => text) };
}

/** Where a text's own words stand in it. */
function placed(pieces: readonly Piece[]): { text: string; start: number; end: number }[] {
  let at = 0;
  return pieces.flatMap(({ text, own }) => {
    const start = at;
    at += text.length;
    return own && text.trim() !== "" ? [{ text: text.trim(), start, end: at }] : [];
  });
}

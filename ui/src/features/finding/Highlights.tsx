/** Marks the words that are looked for in what the log shows, and brings the one that is meant into sight. */
import { type ReactNode, useEffect } from "react";
import { composes } from "../../design/composing";
import { mark, unmark } from "../../design/marks";
import type { ConversationId } from "../../host/types";
import { useStore } from "../../model/store";
import { type Lit, lit } from "./lit";
import { elementOf, logElement, textElements, unfoldIn } from "./places";
import { rangesIn } from "./ranges";

/** More marks than anybody sees. */
const most = 2000;
/** While an answer grows, its marks follow at this pace. */
const paceMs = 120;
/** What was looked for is a little below the top. */
const above = 0.3;

const all = "found";
const one = "found-here";

export function Highlights({ conversation }: { conversation: ConversationId }): ReactNode {
  const now = useStore(lit);
  const here = now?.conversation === conversation ? now : undefined;
  useEffect(() => {
    if (!here) return;
    const painter = new Painter(here);
    return () => painter.end();
  }, [here]);
  useEffect(() => (here?.passing ? goWithTheNextAct(here) : undefined), [here]);
  return null;
}

/** Looks again whenever the log shows something else. */
class Painter {
  readonly #lit: Lit;
  readonly #ending = new AbortController();
  readonly #observer: MutationObserver;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The place is still to be scrolled to: its turn may have to be rendered first. */
  #seeking: boolean;
  #unfolded = false;

  constructor(of: Lit) {
    this.#lit = of;
    this.#seeking = of.here !== undefined;
    this.#observer = new MutationObserver(() => this.#soon());
    const place = logElement()?.parentElement?.parentElement ?? document.body;
    this.#observer.observe(place, { subtree: true, childList: true, characterData: true });
    // Whoever scrolls has seen where it is, or does not want to.
    for (const act of ["wheel", "pointerdown", "touchstart"]) {
      addEventListener(act, () => this.#settle(), { signal: this.#ending.signal, passive: true, capture: true });
    }
    this.paint();
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#observer.disconnect();
    this.#ending.abort();
    unmark(all);
    unmark(one);
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.paint();
    }, this.#seeking ? 0 : paceMs);
  }

  #settle(): void {
    this.#seeking = false;
  }

  paint(): void {
    const log = logElement();
    if (!log) return;
    const { conversation, words, here } = this.#lit;
    const ranges = textElements(log).flatMap((element) => rangesIn(element, words));
    mark(all, ranges.slice(0, most));
    const element = here && elementOf(conversation, here);
    if (!here || !element) return mark(one, [], 1);
    const inside = rangesIn(element, words);
    if (this.#seeking && inside.length <= here.nth && !this.#unfolded) {
      // It may stand in what is folded.
      this.#unfolded = true;
      unfoldIn(element);
    }
    const range = inside[Math.min(here.nth, inside.length - 1)];
    mark(one, range ? [range] : [], 1);
    if (!this.#seeking) return;
    show(log, element, range);
    if (range && inside.length > here.nth) this.#settle();
  }
}

/** Brings a range into sight where it is not, also inside of what scrolls in the log. */
function show(log: HTMLElement, element: Element, range: Range | undefined): void {
  const inner = range?.startContainer.parentElement ?? undefined;
  inner?.closest("pre, [data-step-id]")?.scrollIntoView({ block: "nearest" });
  inner?.scrollIntoView({ block: "nearest", inline: "nearest" });
  const place = (range ?? element).getBoundingClientRect();
  const view = log.getBoundingClientRect();
  const margin = view.height / 8;
  if (place.top >= view.top + margin && place.bottom <= view.bottom - margin) return;
  log.scrollTop += place.top - view.top - view.height * above;
}

function goWithTheNextAct(shown: Lit): () => void {
  const go = () => {
    if (lit.get() === shown) lit.set(undefined);
  };
  const ending = new AbortController();
  addEventListener("pointerdown", go, { signal: ending.signal, passive: true, capture: true });
  addEventListener("keydown", (event) => event.key === "Escape" && !composes(event) && go(), { signal: ending.signal, capture: true });
  return () => ending.abort();
}

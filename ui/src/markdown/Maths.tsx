/**
 * A formula, set by KaTeX into an element of its own; KaTeX is loaded with the first one. Until then, and where it
 * does not understand the formula, its source is shown. KaTeX builds DOM nodes, so no markup is ever parsed.
 */
import { type ReactNode, useLayoutEffect, useRef, useState } from "react";
import type { Typeset } from "./typeset";
import css from "./Markdown.module.css";

let typeset: Typeset | undefined;

async function load(): Promise<void> {
  typeset = (await import("./typeset")).typeset;
}

export function Maths({ tex, block = false }: { tex: string; block?: boolean }): ReactNode {
  const place = useRef<HTMLSpanElement>(null);
  const [ready, setReady] = useState(typeset !== undefined);
  const [source, setSource] = useState<string | undefined>(tex);

  useLayoutEffect(() => {
    if (ready) return;
    let here = true;
    // Without KaTeX the source stays, which is what a reader can use best.
    load().then(() => here && setReady(true), () => undefined);
    return () => {
      here = false;
    };
  }, [ready]);

  useLayoutEffect(() => {
    if (!typeset || !place.current) return;
    const set = typeset(tex, block);
    place.current.replaceChildren(...(set ? [set] : []));
    setSource(set ? undefined : tex);
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- `ready` says that `typeset` is there now
  }, [tex, block, ready]);

  return (
    <span className={block ? css.display : css.maths} data-tex={tex} data-display={block || undefined}>
      <span ref={place} />
      {source !== undefined && <code>{tex}</code>}
    </span>
  );
}

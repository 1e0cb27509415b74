/** An answer as it is read: its Markdown, block by block, while it streams and after. */
import { Component, memo, type ReactNode, useEffect, useMemo, useState } from "react";
import { settings } from "../model/settings";
import { useStore } from "../model/store";
import { type Block, Blocks } from "./blocks";
import { elements, liveElements } from "./elements";
import css from "./Markdown.module.css";
import { reading } from "./parse";
import { languageOfText } from "./script";
import { listenToCopies } from "./selecting";
import { useMarkdown } from "./words";

/** Longer texts are shown as they are written: reading them as Markdown would stop the window. */
const longest = 400_000;

/** Characters that are read within one frame. */
const step = 12_000;

/** A text that is opened and longer than this shows its beginning first, about so much of it. */
const foldedAbove = 60_000;
const shownFolded = 30_000;

interface MarkdownProps {
  text: string;
  streaming?: boolean;
  /** Of the text, as a BCP 47 tag, where it is known. */
  lang?: string;
}

export function Markdown(props: MarkdownProps): ReactNode {
  const { plainDollars } = useStore(settings);
  useEffect(listenToCopies, []);
  reading.plainDollars = plainDollars;
  return (
    <Guarded source={props.text}>
      <Whole key={String(plainDollars)} {...props} />
    </Guarded>
  );
}

function Whole({ text: whole, streaming = false, lang }: MarkdownProps): ReactNode {
  const [source] = useState(() => new Blocks());
  // What was read as it came stays whole when it ends: nothing moves under the reader.
  const [unfolded, setUnfolded] = useState(streaming);
  const text = unfolded || streaming ? whole : beginning(whole);
  const read = useRead(text);
  const blocks = useMemo(() => (text.length > longest ? [] : source.update(read)), [source, text.length, read]);
  const sample = whole.slice(0, shownFolded / 10);
  const spoken = useMemo(() => lang ?? languageOfText(sample), [lang, sample]);
  const last = blocks.at(-1);
  const open = streaming && last !== undefined && !/\n[ \t]*\n$/.test(read.slice(last.start));
  return (
    <div className={css.markdown} lang={spoken}>
      {text.length > longest && <Plain text={text} />}
      {blocks.map((block, index) => (
        <BlockView key={index} block={block} live={open && block === last} />
      ))}
      {streaming && !open && <span className={css.caret} aria-hidden="true" />}
      {text !== whole && <Rest characters={whole.length - text.length} onAsked={() => setUnfolded(true)} />}
    </div>
  );
}

function Rest({ characters, onAsked }: { characters: number; onAsked: () => void }): ReactNode {
  const { words } = useMarkdown();
  return (
    <button type="button" className={css.rest} onClick={onAsked}>
      {words.showRest(characters)}
    </button>
  );
}

/** A long text up to the end of some paragraph; a short one as it is. */
function beginning(text: string): string {
  if (text.length <= foldedAbove) return text;
  const end = text.indexOf("\n\n", shownFolded);
  return end < 0 || end > foldedAbove ? text.slice(0, foldedAbove) : text.slice(0, end + 2);
}

/** As much of `text` as has been read: a long one is read in steps, a frame each, and so never stops the window. */
function useRead(text: string): string {
  const [limit, setLimit] = useState(step);
  useEffect(() => {
    if (limit >= text.length || text.length > longest) return;
    const frame = requestAnimationFrame(() => setLimit(limit + step));
    return () => cancelAnimationFrame(frame);
  }, [limit, text.length]);
  return limit < text.length ? text.slice(0, limit) : text;
}

const BlockView = memo(function BlockView({ block, live }: { block: Block; live: boolean }) {
  return (
    <Guarded source={block.source}>
      <Shown block={block} live={live} />
    </Guarded>
  );
});

function Shown({ block, live }: { block: Block; live: boolean }): ReactNode {
  return live ? liveElements(block) : elements(block);
}

interface GuardedProps {
  source: string;
  children: ReactNode;
}

/** What cannot be shown shows its source; everything around it is not touched. */
class Guarded extends Component<GuardedProps, { of: string; broken: boolean }> {
  override state = { of: this.props.source, broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  /** Another source may be in order again. */
  static getDerivedStateFromProps({ source }: GuardedProps, { of }: { of: string }) {
    return of === source ? null : { of: source, broken: false };
  }

  override render(): ReactNode {
    const { source, children } = this.props;
    return this.state.broken ? <pre className={css.raw}>{source}</pre> : children;
  }
}

function Plain({ text }: { text: string }): ReactNode {
  const parts = useMemo(() => text.match(/[^]{1,8000}(?:\n|$)|[^]{1,8000}/g) ?? [], [text]);
  return parts.map((part, index) => (
    <div key={index} className={css.plain}>
      {part}
    </div>
  ));
}

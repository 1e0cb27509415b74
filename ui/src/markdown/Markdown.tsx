/** An answer as it is read: its Markdown, block by block, while it streams and after. */
import { Component, memo, type ReactNode, useEffect, useMemo, useState } from "react";
import { type Block, Blocks } from "./blocks";
import { elements, liveElements } from "./elements";
import css from "./Markdown.module.css";

/** Longer texts are shown as they are written: reading them as Markdown would stop the window. */
const longest = 400_000;

/** Characters that are read within one frame. */
const step = 12_000;

interface MarkdownProps {
  text: string;
  streaming?: boolean;
  /** Of the text, as a BCP 47 tag, where it is known. */
  lang?: string;
}

export function Markdown({ text, streaming = false, lang }: MarkdownProps): ReactNode {
  const [source] = useState(() => new Blocks());
  const read = useRead(text);
  const blocks = useMemo(() => (text.length > longest ? [] : source.update(read)), [source, text.length, read]);
  const last = blocks.at(-1);
  const open = streaming && last !== undefined && !/\n[ \t]*\n$/.test(read.slice(last.start));
  return (
    <div className={css.markdown} lang={lang}>
      {text.length > longest && <Plain text={text} />}
      {blocks.map((block, index) => (
        <BlockView key={index} block={block} live={open && block === last} />
      ))}
      {streaming && !open && <span className={css.caret} aria-hidden="true" />}
    </div>
  );
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

/** A block that cannot be shown shows its source; the others are not touched. */
class Guarded extends Component<{ source: string; children: ReactNode }, { broken: string | undefined }> {
  override state: { broken: string | undefined } = { broken: undefined };

  static getDerivedStateFromError(): null {
    return null;
  }

  override componentDidCatch(): void {
    this.setState({ broken: this.props.source });
  }

  override render(): ReactNode {
    const { source, children } = this.props;
    return this.state.broken === source ? <pre className={css.raw}>{source}</pre> : children;
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

/** An answer as it is read: its Markdown, block by block, while it streams and after. */
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { settings } from "../model/settings";
import { useStore } from "../model/store";
import { type Block, Blocks } from "./blocks";
import { Group, grouped, useMeasure } from "./Group";
import { Guarded } from "./Guarded";
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
  const [grew] = useState(streaming);
  const text = unfolded || streaming ? whole : beginning(whole);
  const read = useRead(text);
  const blocks = useMemo(() => (text.length > longest ? [] : source.update(read)), [source, text.length, read]);
  const sample = whole.slice(0, shownFolded / 10);
  const spoken = useMemo(() => lang ?? languageOfText(sample), [lang, sample]);
  const groups = useGroups(blocks);
  const [measure, measured] = useMeasure();
  const last = blocks.at(-1);
  const open = streaming && last !== undefined && !/\n[ \t]*\n$/.test(read.slice(last.start));
  return (
    <div className={css.markdown} lang={spoken}>
      <span ref={grew ? measure : undefined} className={css.measure} aria-hidden="true" />
      {text.length > longest && <Plain text={text} />}
      {groups.map((group, index) => (
        <Group
          key={index}
          blocks={group}
          live={open && index === groups.length - 1}
          rests={grew && index < groups.length - 1 ? measured : undefined}
        />
      ))}
      {streaming && !open && <span className={css.caret} aria-hidden="true" />}
      {text !== whole && <Rest characters={whole.length - text.length} onAsked={() => setUnfolded(true)} />}
    </div>
  );
}

/** The blocks in groups; a group in which nothing changed is the same array as before. */
function useGroups(blocks: readonly Block[]): readonly (readonly Block[])[] {
  const [kept] = useState<{ groups: readonly (readonly Block[])[] }>(() => ({ groups: [] }));
  return useMemo(() => (kept.groups = grouped(blocks, kept.groups)), [kept, blocks]);
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

function Plain({ text }: { text: string }): ReactNode {
  const parts = useMemo(() => text.match(/[^]{1,8000}(?:\n|$)|[^]{1,8000}/g) ?? [], [text]);
  return parts.map((part, index) => (
    <div key={index} className={css.plain}>
      {part}
    </div>
  ));
}

/** A block of code: its language, its text in pieces that are laid out apart, and what one does with it. */
import { memo, type ReactNode, useEffect, useMemo, useState } from "react";
import { Icon } from "../design/Icon";
import css from "./Code.module.css";
import { CopyButton } from "./CopyButton";
import { highlight, highlighted, type Token } from "./highlight";
import { codeFile, languageOf } from "./languages";
import { lookalikes, visible } from "./signs";
import { useMarkdown } from "./words";

/** Lines before a settled block is folded, and how many are shown then. */
const foldedAbove = 40;
const shownFolded = 20;
/** Lines in one piece: only the last piece changes while code streams in. */
const pieceLines = 40;

interface CodeProps {
  code: string;
  language?: string;
  /** More of it may come. */
  live?: boolean;
  /** More to do with it, before what one does with any code. */
  children?: ReactNode;
}

export function Code({ code, language = "", live = false, children }: CodeProps): ReactNode {
  const { words, onSaveText } = useMarkdown();
  const [wrapped, setWrapped] = useState(false);
  // What was read as it came stays open when it ends: nothing moves under the reader.
  const [unfolded, setUnfolded] = useState(live);
  const tokens = useTokens(code, languageOf(language), live);
  const pieces = useMemo(() => piecesOf(tokens), [tokens]);
  const lines = useMemo(() => code.split("\n").length, [code]);
  const long = !live && lines > foldedAbove;
  const shown = long && !unfolded ? piecesOf(firstLines(tokens, shownFolded)) : pieces;
  const wrapLabel = wrapped ? words.unwrap : words.wrap;
  return (
    <figure className={css.code} aria-label={language || words.code} dir="ltr">
      <figcaption className={css.header}>
        <span className={css.language}>{visible(language)}</span>
        {!live && <Lookalikes code={code} />}
        <span className={css.actions}>
          {children}
          <button type="button" title={wrapLabel} aria-label={words.wrap} aria-pressed={wrapped} onClick={() => setWrapped(!wrapped)}>
            <Icon name="wrap" size={14} />
          </button>
          {!live && (
            <button type="button" title={words.save} aria-label={words.save} onClick={() => onSaveText(codeFile(language), code)}>
              <Icon name="export" size={14} />
            </button>
          )}
          <CopyButton label={words.copy} text={() => code} />
        </span>
      </figcaption>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the keyboard scrolls what it can focus */}
      <pre className={wrapped ? css.wrapped : undefined} tabIndex={0}>
        <code>
          {shown.map((piece, index) => (
            <Piece key={index} tokens={piece} caret={live && index === shown.length - 1} />
          ))}
        </code>
      </pre>
      {long && (
        <button type="button" className={css.fold} aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>
          {unfolded ? words.showLess : words.showAll(lines)}
        </button>
      )}
    </figure>
  );
}

/** A warning where a word only looks like another one. */
function Lookalikes({ code }: { code: string }): ReactNode {
  const { words } = useMarkdown();
  const found = useMemo(() => lookalikes(code), [code]);
  if (found.length === 0) return null;
  const label = words.lookalikes(found.join(", "));
  return (
    <span className={css.warning} role="img" aria-label={label} title={label}>
      <Icon name="warning" size={14} />
    </span>
  );
}

interface PieceProps {
  tokens: readonly Token[];
  caret: boolean;
}

const Piece = memo(
  function Piece({ tokens, caret }: PieceProps) {
    return (
      <span className={css.piece}>
        {tokens.map(([text, kind], index) =>
          kind === "" ? visible(text) : <span key={index} className={css[kind]}>{visible(text)}</span>,
        )}
        {caret && <span className={css.caret} aria-hidden="true" />}
      </span>
    );
  },
  (before, after) => before.caret === after.caret && equal(before.tokens, after.tokens),
);

function equal(some: readonly Token[], others: readonly Token[]): boolean {
  return some.length === others.length && some.every(([text, kind], at) => text === others[at]?.[0] && kind === others[at][1]);
}

/** The tokens of settled code once they are known; one plain token until then. */
function useTokens(code: string, language: string, live: boolean): readonly Token[] {
  const [made, setMade] = useState<{ code: string; tokens: readonly Token[] }>();
  useEffect(() => {
    if (live || language === "") return;
    return highlight(language, code, (tokens) => setMade({ code, tokens }));
  }, [code, language, live]);
  const plain = useMemo<readonly Token[]>(() => [[code, ""]], [code]);
  if (live) return plain;
  return (made?.code === code ? made.tokens : highlighted(language, code)) ?? plain;
}

/** Tokens cut after every so many lines; the line break between two pieces is the pieces' own. */
function piecesOf(tokens: readonly Token[]): Token[][] {
  const pieces: Token[][] = [[]];
  let lines = 0;
  for (const [text, kind] of tokens) {
    let from = 0;
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) {
      if (++lines % pieceLines !== 0) continue;
      pieces.at(-1)?.push([text.slice(from, at), kind]);
      pieces.push([]);
      from = at + 1;
    }
    if (from < text.length) pieces.at(-1)?.push([text.slice(from), kind]);
  }
  return pieces;
}

function firstLines(tokens: readonly Token[], count: number): Token[] {
  const first: Token[] = [];
  let left = count;
  for (const [text, kind] of tokens) {
    const parts = text.split("\n");
    first.push([parts.slice(0, left).join("\n"), kind]);
    left -= parts.length - 1;
    if (left <= 0) break;
  }
  return first;
}

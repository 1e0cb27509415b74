/** One raw event: a line, and its JSON on demand. */
import { type ReactNode, useId } from "react";
import { CopyIcon } from "../../design/CopyIcon";
import { Code } from "../../markdown/Code";
import { visible } from "../../markdown/signs";
import { useWords } from "../../words/words";
import { pretty } from "../steps/pretty";
import type { Seen } from "./events";
import css from "./EventsPage.module.css";

interface EventRowProps {
  frame: Seen;
  /** When the answer was asked for. */
  since: number;
  open: boolean;
  /** Tab leads here. */
  stop: boolean;
  onToggle: () => void;
}

export function EventRow({ frame, since, open, stop, onToggle }: EventRowProps): ReactNode {
  const words = useWords().details;
  const json = useId();
  return (
    <>
      <div className={css.line}>
        <button type="button" data-walk tabIndex={stop ? 0 : -1} className={css.toggle} aria-expanded={open} aria-controls={json} onClick={onToggle}>
          <span className={css.at}>{words.after(Math.max(0, frame.at - since))}</span>
          <span className={css.name}>{visible(frame.name) || words.unnamed}</span>
          <span className={css.text}>{visible(frame.text.slice(0, 160))}</span>
        </button>
        <CopyIcon label={words.copyEvent} done={words.copied} text={() => frame.raw} />
      </div>
      {open && (
        <div id={json} className={css.json}>
          <Code {...pretty(frame.raw)} />
        </div>
      )}
    </>
  );
}

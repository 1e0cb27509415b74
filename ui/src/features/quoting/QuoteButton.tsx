/** Beside what is selected in the log: takes it into the question. */
import { type ReactNode, useEffect, useRef } from "react";
import { composes } from "../../design/composing";
import { Icon } from "../../design/Icon";
import { holdsMod, mod } from "../../design/keys";
import { useWords } from "../../words/words";
import { selectedPassage, usePassagePlace } from "./passage";
import css from "./QuoteButton.module.css";

export function QuoteButton({ onQuote }: { onQuote: (passage: string) => void }): ReactNode {
  const words = useWords().composer;
  const place = usePassagePlace();
  const quote = () => {
    const passage = selectedPassage();
    if (passage === "") return false;
    document.getSelection()?.removeAllRanges();
    onQuote(passage);
    return true;
  };
  useKey(quote);
  if (!place) return null;
  return (
    <div className={css.place} style={place}>
      <button
        type="button"
        className={css.quote}
        aria-keyshortcuts="Control+Shift+."
        title={mod("Shift+.")}
        // The press must not take the selection away.
        onPointerDown={(event) => event.preventDefault()}
        onMouseDown={(event) => event.preventDefault()}
        onClick={quote}
      >
        <Icon name="quote" size={14} />
        {words.quote}
      </button>
    </div>
  );
}

/** The sign of a quote, with the key for commands. */
function useKey(quote: () => boolean): void {
  const latest = useRef(quote);
  useEffect(() => {
    latest.current = quote;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || composes(event) || !holdsMod(event, { shift: true })) return;
      if ((event.key === ">" || event.key === ".") && latest.current()) event.preventDefault();
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, []);
}

/** The upper edge of the composer: pulled up, the field is higher; a double press gives it back its own height. */
import { type KeyboardEvent, type PointerEvent, type ReactNode, type RefObject, useRef } from "react";
import { useWords } from "../../words/words";
import css from "./Composer.module.css";

interface Props {
  field: RefObject<HTMLTextAreaElement | null>;
  /** The height the field was pulled to; 0 for its own. */
  least: number;
  onChange: (least: number) => void;
}

const STEP = 24;
const LEAST = 24;
/** The part of the window that the field may take. */
const MOST_PART = 0.6;

export function Grip({ field, least, onChange }: Props): ReactNode {
  const { composer: words } = useWords();
  const from = useRef<{ y: number; height: number }>(undefined);
  const height = () => field.current?.clientHeight ?? 0;
  const pull = (to: number) => onChange(Math.round(Math.min(Math.max(to, LEAST), innerHeight * MOST_PART)));
  const onDown = (event: PointerEvent<HTMLDivElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    from.current = { y: event.clientY, height: height() };
  };
  const onMove = (event: PointerEvent) => {
    if (from.current) pull(from.current.height + from.current.y - event.clientY);
  };
  const onKey = (event: KeyboardEvent) => {
    const by = ({ ArrowUp: STEP, ArrowDown: -STEP } as const)[event.key as "ArrowUp" | "ArrowDown"];
    if (!by) return;
    event.preventDefault();
    pull(height() + by);
  };
  return (
    <div
      className={css.grip}
      role="separator"
      aria-orientation="horizontal"
      aria-label={words.resize}
      aria-valuenow={least}
      tabIndex={0}
      onPointerDown={onDown}
      onPointerMove={onMove}
      onPointerUp={() => (from.current = undefined)}
      onPointerCancel={() => (from.current = undefined)}
      onDoubleClick={() => onChange(0)}
      onKeyDown={onKey}
    />
  );
}

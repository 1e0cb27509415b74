/** A word about what just happened, with a way back while there is one. Shown for as long as the way back is open. */
import { useEffect, useState, useSyncExternalStore } from "react";
import { Button, IconButton } from "./Button";
import css from "./Toast.module.css";

export interface ToastContent {
  text: string;
  /** Facts behind it, for whoever asks. */
  more?: { label: string; text: string } | undefined;
  action?: { label: string; onAction: () => void } | undefined;
  /** Something went wrong. */
  bad?: boolean | undefined;
  /** How long it stays, whoever looks at it: a way back closes. Without it, as long as it takes to read. */
  forMs?: number | undefined;
}

interface Shown extends ToastContent {
  id: number;
}

/** Something to be done or understood takes longer than a word that all went well. */
const LONG_ENOUGH_MS = 8000;
const WORD_MS = 4000;
let shown: readonly Shown[] = [];
let last = 0;
const watchers = new Set<() => void>();

function change(next: readonly Shown[]) {
  shown = next;
  watchers.forEach((wake) => wake());
}

/** Says something; returns how to take it back. */
export function toast(content: ToastContent): () => void {
  const id = (last += 1);
  change([...shown.slice(-2), { ...content, id }]);
  return () => drop(id);
}

function drop(id: number) {
  if (shown.some((one) => one.id === id)) change(shown.filter((one) => one.id !== id));
}

/** Takes everything back. */
export function clearToasts() {
  change([]);
}

function watch(wake: () => void) {
  watchers.add(wake);
  return () => watchers.delete(wake);
}

export function Toasts({ label, dismissLabel }: { label: string; dismissLabel: string }) {
  const all = useSyncExternalStore(watch, () => shown);
  return (
    <section className={css.place} aria-label={label}>
      {all.map((one) => (
        <One key={one.id} content={one} dismissLabel={dismissLabel} onGone={() => drop(one.id)} />
      ))}
    </section>
  );
}

function One({ content, dismissLabel, onGone }: { content: Shown; dismissLabel: string; onGone: () => void }) {
  const { id, text, more, action, bad, forMs = action || bad ? LONG_ENOUGH_MS : WORD_MS } = content;
  const closes = content.forMs !== undefined;
  const [pointed, setPointed] = useState(false);
  const [open, setOpen] = useState(false);
  const held = !closes && (pointed || open);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => drop(id), forMs);
    return () => clearTimeout(timer);
  }, [id, forMs, held]);
  return (
    <div
      className={css.toast}
      role={bad ? "alert" : "status"}
      data-bad={bad || undefined}
      onPointerEnter={() => setPointed(true)}
      onPointerLeave={() => setPointed(false)}
      onFocus={() => setPointed(true)}
      onBlur={() => setPointed(false)}
    >
      <div className={css.line}>
        <span className={css.text}>{text}</span>
        {more && (
          <Button small variant="ghost" aria-expanded={open} onPress={() => setOpen(!open)}>
            {more.label}
          </Button>
        )}
        {action && (
          <Button
            small
            variant="ghost"
            onPress={() => {
              action.onAction();
              onGone();
            }}
          >
            {action.label}
          </Button>
        )}
        <IconButton icon="close" label={dismissLabel} small onPress={onGone} />
      </div>
      {more && open && <pre className={css.more}>{more.text}</pre>}
    </div>
  );
}

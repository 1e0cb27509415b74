/** A word about what just happened, with a way back while there is one. Shown for as long as the way back is open. */
import { useEffect, useSyncExternalStore } from "react";
import { Button, IconButton } from "./Button";
import css from "./Toast.module.css";

export interface ToastContent {
  text: string;
  action?: { label: string; onAction: () => void } | undefined;
  /** Something went wrong. */
  bad?: boolean | undefined;
  /** How long it stays, while nobody points at it. */
  forMs?: number | undefined;
}

interface Shown extends ToastContent {
  id: number;
}

const LONG_ENOUGH_MS = 8000;
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
  const { id, text, action, bad, forMs = LONG_ENOUGH_MS } = content;
  useEffect(() => {
    const timer = setTimeout(() => drop(id), forMs);
    return () => clearTimeout(timer);
  }, [id, forMs]);
  return (
    <div className={css.toast} role={bad ? "alert" : "status"} data-bad={bad || undefined}>
      <span className={css.text}>{text}</span>
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
  );
}

/** The box of a task in a list: it says whether the task is done, and cannot be changed. */
import type { ReactNode } from "react";
import { useMarkdown } from "./words";

export function Task({ checked = false }: { checked?: boolean }): ReactNode {
  const { words } = useMarkdown();
  return <input type="checkbox" disabled checked={checked} aria-label={words.task(checked)} />;
}

/** Undo and redo in a field. WebKit on Linux has both and no keys for them. */
import type { KeyboardEvent } from "react";
import { holdsMod } from "./keys";

/** Takes the last change back, or makes it again, where the keys say so. */
export function undoByKey(event: KeyboardEvent): void {
  if (event.isDefaultPrevented()) return;
  const key = event.key.toLowerCase();
  const undo = key === "z" && holdsMod(event);
  const redo = (key === "z" && holdsMod(event, { shift: true })) || (key === "y" && holdsMod(event));
  if (!undo && !redo) return;
  event.preventDefault();
  document.execCommand(undo ? "undo" : "redo");
}

/** Which Enter sends a question. */
import type { KeyboardEvent } from "react";
import { holdsMod } from "../../design/keys";
import { settings } from "../../model/settings";

/** Whether this Enter sends, instead of breaking the line: with Ctrl or ⌘ always, alone where that is chosen. */
export function sends(event: KeyboardEvent): boolean {
  if (holdsMod(event)) return true;
  const alone = !event.shiftKey && !event.altKey && !event.ctrlKey && !event.metaKey;
  return alone && settings.get().sendKey === "enter";
}

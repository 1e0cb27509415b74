/** The names of keys as this system writes them. */
const apple = /Mac|iPhone|iPad/.test(navigator.platform);

/** A key together with the one for commands. */
export function mod(key: string): string {
  return apple ? `⌘${key}` : `Ctrl ${key}`;
}

/** Whether the key for commands, and no other one but those named, is held. */
export function holdsMod(event: Pick<KeyboardEvent, "ctrlKey" | "metaKey" | "altKey" | "shiftKey">, others: { shift?: boolean } = {}): boolean {
  const held = apple ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
  return held && !event.altKey && event.shiftKey === (others.shift ?? false);
}

/** The keys that always send what is written. */
export const sendKeys = mod("Enter");

/** Whether a key opens the menu of what has the focus; it is none of a text field's. */
export function opensMenu(event: Pick<KeyboardEvent, "key" | "shiftKey">): boolean {
  return event.key === "Enter" || event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey);
}

/** Whether a key presses a button. A text field's Enter is its `onEnter`, which leaves an input method its own. */
export function isEnter(event: Pick<KeyboardEvent, "key">): boolean {
  return event.key === "Enter";
}

/** The names of keys as this system writes them. */
const apple = /Mac|iPhone|iPad/.test(navigator.platform);

/** A key together with the one for commands. */
export function mod(key: string): string {
  return apple ? `⌘${key}` : `Ctrl ${key}`;
}

/** Whether the key for commands, and no other one but those named, is held. */
export function holdsMod(event: KeyboardEvent, others: { shift?: boolean } = {}): boolean {
  const held = apple ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
  return held && !event.altKey && event.shiftKey === (others.shift ?? false);
}

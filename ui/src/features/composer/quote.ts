/** A passage as a Markdown quote between what is written before and behind the caret, each a paragraph of its own. */
export function quoteAt(before: string, behind: string, passage: string): string {
  const lines = passage.trim().split(/\r\n?|\n/).map((line) => (line === "" ? ">" : `> ${line}`));
  return `${gapAfter(before)}${lines.join("\n")}\n\n${behind === "" || behind.startsWith("\n") ? "" : "\n"}`;
}

function gapAfter(before: string): string {
  if (before === "" || before.endsWith("\n\n")) return "";
  return before.endsWith("\n") ? "\n" : "\n\n";
}

/** How long something took: in milliseconds below a second, where tenths of one would say nothing. */
import type { Words } from "../../words/words";

export function took(ms: number, { workflow, chat }: Words): string {
  return ms < 1000 ? workflow.tookMs(ms) : chat.took(ms);
}

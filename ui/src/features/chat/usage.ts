/** Tokens and latencies in one line. */
import type { Usage } from "../../host/types";
import type { Words } from "../../words/words";

export function usageIn(usage: Usage, words: Words["chat"]): string {
  return [
    usage.totalTokens > 0 && words.tokens(usage.totalTokens),
    usage.firstTokenMs > 0 && words.firstAfter(usage.firstTokenMs),
    usage.totalMs > 0 && words.inAll(usage.totalMs),
  ]
    .filter(Boolean)
    .join(" · ");
}

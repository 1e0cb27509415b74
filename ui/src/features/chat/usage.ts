/** Tokens and latencies in one line. */
import type { Usage } from "../../host/types";
import type { Words } from "../../words/words";

/** Less would read as no time at all. */
const leastMs = 50;

export function usageIn(usage: Usage, words: Words["chat"]): string {
  return [
    usage.totalTokens > 0 && words.tokens(usage.totalTokens),
    usage.firstTokenMs >= leastMs && words.firstAfter(usage.firstTokenMs),
    usage.totalMs >= leastMs && words.inAll(usage.totalMs),
  ]
    .filter(Boolean)
    .join(" · ");
}

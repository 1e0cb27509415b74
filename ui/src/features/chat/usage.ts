/** Tokens and latencies in one line. */
import type { Footer, Usage } from "../../host/types";
import type { Words } from "../../words/words";

/** Less would read as no time at all. */
const leastMs = 50;

export function usageIn(usage: Usage, form: Footer, words: Words["chat"]): string {
  if (form === "off") return "";
  const { inputTokens, outputTokens, totalTokens, firstTokenMs, totalMs } = usage;
  // A platform may count the whole only.
  const apart = form === "full" && inputTokens + outputTokens > 0;
  return [
    apart ? words.inAndOut(inputTokens, outputTokens) : totalTokens > 0 && words.tokens(totalTokens),
    form === "full" && firstTokenMs >= leastMs && words.firstAfter(firstTokenMs),
    totalMs >= leastMs && words.inAll(totalMs),
  ]
    .filter(Boolean)
    .join(" · ");
}

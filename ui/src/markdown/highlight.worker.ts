/** Reads code with highlight.js and answers with tokens: data, never markup. */
import { tokens } from "./tokens";
import type { Granted, Wish } from "./highlight";

self.addEventListener("message", ({ data }: MessageEvent<Wish>) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has none
  self.postMessage({ id: data.id, tokens: tokens(data.language, data.code) } satisfies Granted);
});

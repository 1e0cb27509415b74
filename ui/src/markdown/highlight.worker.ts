/** Reads code with highlight.js and answers with tokens: data, never markup. */
import { tokens } from "./tokens";
import type { Granted, Wish } from "./highlight";

self.onmessage = ({ data }: MessageEvent<Wish>) => {
  self.postMessage({ id: data.id, tokens: tokens(data.language, data.code) } satisfies Granted);
};

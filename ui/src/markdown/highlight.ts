/** Colours for code, made in a worker so that typing and scrolling never wait for them. */

export type Kind = "" | "keyword" | "string" | "number" | "name" | "comment";
/** A piece of the code as it is written, and what it is. */
export type Token = readonly [text: string, kind: Kind];
export interface Wish {
  id: number;
  language: string;
  code: string;
}
export interface Granted {
  id: number;
  /** None where the language is not known. */
  tokens: readonly Token[] | undefined;
}

const longest = 100_000;
const remembered = 200;

let worker: Worker | undefined;
let next = 0;
const waiting = new Map<number, { key: string; done: (tokens: readonly Token[]) => void }>();
const known = new Map<string, readonly Token[]>();
const keyOf = (language: string, code: string) => `${language}\n${code}`;

function start(): Worker | undefined {
  if (typeof Worker === "undefined") return undefined;
  const made = new Worker(new URL("./highlight.worker.ts", import.meta.url), { type: "module" });
  made.addEventListener("message", ({ data }: MessageEvent<Granted>) => {
    const wish = waiting.get(data.id);
    waiting.delete(data.id);
    if (!wish || !data.tokens) return;
    const oldest = known.keys().next();
    if (known.size >= remembered && !oldest.done) known.delete(oldest.value);
    known.set(wish.key, data.tokens);
    wish.done(data.tokens);
  });
  return made;
}

/** What is already known of this code. */
export function highlighted(language: string, code: string): readonly Token[] | undefined {
  return known.get(keyOf(language, code));
}

/** Asks for the tokens of `code`; the function that comes back withdraws the wish. Plain code stays unanswered. */
export function highlight(language: string, code: string, done: (tokens: readonly Token[]) => void): () => void {
  const key = keyOf(language, code);
  if (known.has(key) || code.length > longest) return () => undefined;
  worker ??= start();
  if (!worker) return () => undefined;
  const id = next++;
  waiting.set(id, { key, done });
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has none
  worker.postMessage({ id, language, code } satisfies Wish);
  return () => void waiting.delete(id);
}

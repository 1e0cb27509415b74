/**
 * Diagrams drawn by a worker, one after the other, each within a time of its own: what takes longer is ended with the
 * worker. A drawing is kept, so that a diagram that scrolls away and back is there at once.
 */
import type { Clean } from "./clean";
import type { Look } from "./look";
import type { Order, Reply } from "./order";
import { type Refused, refusal } from "./refuse";

export type Drawn = { drawing: Clean } | { why: Refused | "failed" };

const remembered = 80;
/** For one diagram; the first one waits for the worker to load as well. */
const patienceMs = 8_000;
const loadingMs = 20_000;
/** A worker that has nothing to do for so long gives its memory back. */
const idleMs = 45_000;

interface Wish {
  order: Order;
  done: (drawn: Drawn) => void;
}

const known = new Map<string, Drawn>();
const coming = new Map<string, Promise<Drawn>>();
const waiting: Wish[] = [];
let current: Wish | undefined;
let worker: Worker | undefined;
let warm = false;
let timer: ReturnType<typeof setTimeout> | undefined;
let next = 0;

const keyOf = (source: string, { dark, size, family, colours }: Look) => `${dark} ${size} ${family} ${colours.bg}${colours.accent}\n${source}`;

/** What is already known of this diagram. */
export function drawnBefore(source: string, look: Look): Drawn | undefined {
  const why = refusal(source);
  return why ? { why } : known.get(keyOf(source, look));
}

export function draw(source: string, look: Look): Promise<Drawn> {
  const before = drawnBefore(source, look);
  if (before) return Promise.resolve(before);
  const key = keyOf(source, look);
  const asked = coming.get(key);
  if (asked) return asked;
  if (typeof Worker === "undefined") return Promise.resolve({ why: "failed" });
  const made = new Promise<Drawn>((done) => {
    waiting.push({ order: { id: next++, source, look }, done });
    begin();
  }).then((drawn) => {
    coming.delete(key);
    const [oldest] = known.keys();
    if (oldest !== undefined && known.size >= remembered) known.delete(oldest);
    known.set(key, drawn);
    return drawn;
  });
  coming.set(key, made);
  return made;
}

function begin(): void {
  if (current) return;
  clearTimeout(timer);
  current = waiting.shift();
  if (!current) {
    timer = setTimeout(stop, idleMs);
    return;
  }
  worker ??= start();
  timer = setTimeout(giveUp, warm ? patienceMs : loadingMs);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has none
  worker.postMessage(current.order);
}

function start(): Worker {
  const made = new Worker(new URL("./diagram.worker.ts", import.meta.url), { type: "module" });
  made.addEventListener("message", ({ data }: MessageEvent<Reply>) => {
    if (made !== worker || data.id !== current?.order.id) return;
    warm = true;
    settle(data.drawing ? { drawing: data.drawing } : { why: "failed" });
  });
  made.addEventListener("error", () => made === worker && giveUp());
  return made;
}

function settle(drawn: Drawn): void {
  const wish = current;
  current = undefined;
  wish?.done(drawn);
  begin();
}

function giveUp(): void {
  stop();
  settle({ why: "failed" });
}

function stop(): void {
  worker?.terminate();
  worker = undefined;
  warm = false;
}

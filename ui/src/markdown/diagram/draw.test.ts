import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Look } from "./look";
import type { Order, Reply } from "./order";

const look: Look = { dark: false, size: 14, family: "x", colours: {} };
const drawing = { svg: "<svg></svg>", width: 1, height: 1 };

/** A worker that answers when the test says so. */
class Worker {
  static all: Worker[] = [];
  orders: Order[] = [];
  ended = false;
  #hear: (event: { data: Reply }) => void = () => undefined;
  #fail: () => void = () => undefined;
  constructor() {
    Worker.all.push(this);
  }
  addEventListener(name: string, hear: never) {
    if (name === "message") this.#hear = hear;
    else this.#fail = hear;
  }
  postMessage(order: Order) {
    this.orders.push(order);
  }
  answer(made: Reply["drawing"] = drawing) {
    this.#hear({ data: { id: this.orders.at(-1)?.id ?? -1, drawing: made } });
  }
  break() {
    this.#fail();
  }
  terminate() {
    this.ended = true;
  }
}

let draw: typeof import("./draw").draw;
let drawnBefore: typeof import("./draw").drawnBefore;

beforeEach(async () => {
  vi.useFakeTimers();
  vi.stubGlobal("Worker", Worker);
  vi.resetModules();
  Worker.all = [];
  ({ draw, drawnBefore } = await import("./draw"));
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("diagrams are drawn one after the other, each once, and known afterwards", async () => {
  const [one, again, two] = [draw("a", look), draw("a", look), draw("b", look)];
  const worker = Worker.all[0];
  expect(worker?.orders.map(({ source }) => source)).toEqual(["a"]);
  worker?.answer();
  expect(await one).toEqual({ drawing });
  expect(await again).toEqual({ drawing });
  expect(worker?.orders.map(({ source }) => source)).toEqual(["a", "b"]);
  worker?.answer(undefined);
  expect(await two).toEqual({ drawing });
  expect(drawnBefore("a", look)).toEqual({ drawing });
  expect(drawnBefore("a", { ...look, dark: true })).toBeUndefined();
  expect(Worker.all).toHaveLength(1);
});

test("one that takes too long is ended with its worker, and the next gets a new one", async () => {
  const [endless, next] = [draw("a", look), draw("b", look)];
  vi.advanceTimersByTime(20_000);
  expect(await endless).toEqual({ why: "failed" });
  expect(Worker.all.map(({ ended }) => ended)).toEqual([true, false]);
  Worker.all[0]?.answer();
  Worker.all[1]?.answer();
  expect(await next).toEqual({ drawing });
});

test("a worker that breaks costs only the diagram it was at", async () => {
  const [broken, next] = [draw("a", look), draw("b", look)];
  Worker.all[0]?.break();
  expect(await broken).toEqual({ why: "failed" });
  Worker.all[1]?.answer();
  expect(await next).toEqual({ drawing });
});

test("a worker without work is let go after a while", async () => {
  const one = draw("a", look);
  Worker.all[0]?.answer();
  await one;
  expect(Worker.all[0]?.ended).toBe(false);
  vi.advanceTimersByTime(60_000);
  expect(Worker.all[0]?.ended).toBe(true);
});

test("what would act or is too large never reaches a worker", async () => {
  expect(await draw('flowchart LR\n  A --> B\n  click A "https://example.com"', look)).toEqual({ why: "refused" });
  expect(await draw("flowchart LR\n".padEnd(30_000, "x"), look)).toEqual({ why: "tooLarge" });
  expect(Worker.all).toHaveLength(0);
});

import { beforeEach, describe, expect, it } from "vitest";
import { type Fake, fakeHost } from "../host/fake";
import { manyTurns } from "../host/fake-long";
import { answerRow, conversationRow, turnRow } from "../host/fake-rows";
import { setHost } from "../host/host";
import type { Page, Update } from "../host/types";
import { openConversation, selectAgent, start, stopRunning } from "./open";
import { goToNewest, goToOldest, goToTurn, readNewer, readOlder } from "./pages";
import { forgetReadings, readings } from "./reading";
import { answers, openings, turnLists, turns } from "./rows";
import { most, newestOf } from "./stretch";
import { liveText } from "./live";

const conversation = "01KCONV00LONG";
const last = 1000;
const page = 30;
const id = (number: number) => `turn-long-${number}`;

let fake: Fake;

/** The numbers of the first and the last turn here; between them nothing may be missing. */
function here(): [number, number] {
  const numbers = (turnLists.get(conversation) ?? []).map((each) => turns.get(each)?.seq ?? 0);
  const first = numbers[0] ?? 0;
  expect(numbers).toEqual(numbers.map((_, index) => first + index));
  return [first, numbers.at(-1) ?? 0];
}

const ends = () => {
  const { older, newer, newest } = openings.get(conversation) ?? {};
  return { older, newer, newest };
};

/** What is told of a question that is asked now, up to the beginning of its answer. */
function asked(number: number, text = ""): Update[] {
  const answerId = `answer-long-${number}`;
  return [
    { type: "turn", row: turnRow({ id: id(number), conversationId: conversation, seq: number, answers: [answerId] }) },
    { type: "answer", row: answerRow({ id: answerId, turnId: id(number), state: "streaming", text }) },
  ];
}

/** The next reading waits until it is let through, or comes with this page. */
function held(command: "older" | "newer" | "around"): (instead?: Page) => void {
  const read = fake[command].bind(fake) as (...given: unknown[]) => Promise<Page>;
  let letThrough: (instead?: Page) => void = () => undefined;
  const gate = new Promise<Page | undefined>((resolve) => (letThrough = resolve));
  fake[command] = async (...given: unknown[]) => {
    // As it was when it was read.
    const found = await read(...given);
    fake[command] = read as never;
    return (await gate) ?? found;
  };
  return letThrough;
}

beforeEach(async () => {
  forgetReadings();
  fake = fakeHost({ rows: manyTurns(last), page });
  setHost(fake);
  await start();
  await openConversation(conversation);
});

describe("the turns that are here", () => {
  it("are the newest when a conversation is opened", () => {
    expect(here()).toEqual([971, 1000]);
    expect(ends()).toEqual({ older: true, newer: false, newest: "" });
  });

  it("grow at both ends around a turn in the middle", async () => {
    await goToTurn(conversation, id(500));
    expect(here()).toEqual([485, 515]);
    await readOlder(conversation);
    await readNewer(conversation);
    expect(here()).toEqual([455, 545]);
    expect(ends()).toEqual({ older: true, newer: true, newest: id(1000) });
  });

  it("are never more than so many, with what belongs to them, and the newest stays known", async () => {
    for (let read = 0; read < 40; read += 1) await readOlder(conversation);
    expect(here()).toEqual([1, most]);
    expect([...turns.ids()].length).toBe(most + 1);
    expect([...answers.ids()].length).toBe(most + 1);
    expect(ends()).toEqual({ older: false, newer: true, newest: id(1000) });
    for (let read = 0; read < 40; read += 1) await readNewer(conversation);
    expect(here()).toEqual([701, 1000]);
    expect(ends()).toEqual({ older: true, newer: false, newest: "" });
  });

  it("are those at the beginning or at the end when somebody goes there", async () => {
    await goToOldest(conversation);
    expect(here()).toEqual([1, page]);
    expect(readings.get(conversation)).toMatchObject({ turn: id(1), above: 0 });
    await goToNewest(conversation);
    expect(here()).toEqual([971, 1000]);
    expect(readings.get(conversation)).toBeUndefined();
  });

  it("stay where a turn is among them that somebody goes to", async () => {
    const before = openings.get(conversation)?.entered;
    await goToTurn(conversation, id(980));
    expect([here(), openings.get(conversation)?.entered]).toEqual([[971, 1000], before]);
  });

  it("begin around the turn at which a conversation was left", async () => {
    await selectAgent("01KAGENT0001");
    fake.tell({ type: "conversation", row: conversationRow({ id: "other", agentId: "01KAGENT0001" }) });
    await openConversation("other");
    expect(turnLists.get(conversation)).toBeUndefined();
    readings.set(conversation, { turn: id(300), above: 0.5, sizes: [] });
    await openConversation(conversation);
    expect(here()).toEqual([285, 315]);
  });

  it("are not exchanged by a page that comes when somebody has gone elsewhere", async () => {
    const letThrough = held("older");
    const reading = readOlder(conversation);
    await goToTurn(conversation, id(100));
    letThrough();
    await reading;
    expect(here()).toEqual([85, 115]);
  });
});

describe("what is told while the end is not here", () => {
  beforeEach(() => goToTurn(conversation, id(500)));

  it("of a new question glues nothing to the middle, and its answer can be stopped", () => {
    fake.tell(...asked(1001));
    expect(here()).toEqual([485, 515]);
    expect(newestOf(conversation)).toBe(id(1001));
    expect(turns.get(id(1000))).toBeUndefined();
    expect(stopRunning()).toBe(true);
  });

  it("of turns elsewhere is not kept", () => {
    const before = [...answers.ids()].length;
    fake.tell(...asked(40), ...asked(700));
    expect([turns.get(id(40)), turns.get(id(700))]).toEqual([undefined, undefined]);
    expect([...answers.ids()].length).toBe(before);
  });

  it("of a turn between those that are here is put among them", () => {
    const row = turnRow({ id: "late", conversationId: conversation, seq: 500, answers: [] });
    fake.tell({ type: "turn", row });
    const ids = turnLists.get(conversation) ?? [];
    expect(ids.indexOf("late") - ids.indexOf(id(500))).toBeOneOf([-1, 1]);
  });

  it("lets the answer that is being written go on when the reader comes back to it", async () => {
    fake.tell(...asked(1001, "It "));
    fake.tell({ type: "text", of: { kind: "answer", id: "answer-long-1001" }, at: 3, append: "grows" });
    expect(liveText("answer-long-1001")).toBe("It grows");
  });
});

describe("a page that was read before", () => {
  const answer = { kind: "answer", id: "answer-long-1001" } as const;

  it("a question was asked has it behind it, with the text that came meanwhile", async () => {
    await goToTurn(conversation, id(500));
    const letThrough = held("older");
    const going = goToNewest(conversation);
    fake.tell(...asked(1001));
    fake.tell({ type: "text", of: answer, at: 0, append: "Meanwhile" });
    letThrough();
    await going;
    expect(here()).toEqual([971, 1001]);
    expect(liveText("answer-long-1001")).toBe("Meanwhile");
  });

  it("two questions were asked has both behind it", async () => {
    await goToTurn(conversation, id(990));
    const letThrough = held("newer");
    const reading = readNewer(conversation);
    fake.tell(...asked(1001), ...asked(1002));
    letThrough();
    await reading;
    expect(here()[1]).toBe(1002);
    expect(ends()).toMatchObject({ newer: false, newest: "" });
  });

  it("an answer ended does not wake it", async () => {
    await goToTurn(conversation, id(500));
    const row = answerRow({ id: "answer-long-700", turnId: id(700), state: "streaming", text: "Ha" });
    const told = turnRow({ id: id(700), conversationId: conversation, seq: 700, answers: [row.id] });
    const letThrough = held("around");
    const going = goToTurn(conversation, id(700));
    fake.tell({ type: "answer", row: { ...row, state: "done", text: "Half, and the rest." } });
    letThrough({ turns: [told], answers: [row], steps: [], older: true, newer: true });
    await going;
    expect(answers.get(row.id)).toMatchObject({ state: "done", text: "Half, and the rest." });
  });
});

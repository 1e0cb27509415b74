import { act, render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { fakeHost } from "../../host/fake";
import { agentRow, answerRow, conversationRow, noRows, turnRow } from "../../host/fake-rows";
import { setHost } from "../../host/host";
import { openConversation, start } from "../../model/open";
import { ChatView } from "./ChatView";

/** How often each text was rendered. */
const rendered = vi.hoisted(() => new Map<string, number>());

function count(text: string) {
  rendered.set(text, (rendered.get(text) ?? 0) + 1);
}

vi.mock("./Question", () => ({
  Question: ({ text }: { text: string }) => {
    count(text);
    return <p>{text}</p>;
  },
}));

vi.mock("../../markdown/Markdown", () => ({
  Markdown: ({ text }: { text: string }) => {
    count(text);
    return <p>{text}</p>;
  },
}));

const painted = () => act(() => new Promise((done) => requestAnimationFrame(() => done(undefined))));

it("a settled turn is not rendered while another answer is written, whose text is rendered once a frame", async () => {
  const turn = (seq: number) => turnRow({ id: `t${seq}`, conversationId: "c", seq, question: `question ${seq}`, answers: [`a${seq}`] });
  const fake = fakeHost({
    rows: {
      ...noRows,
      agents: [agentRow({ id: "agent" })],
      conversations: [conversationRow({ id: "c", agentId: "agent", running: true })],
      turns: [turn(1), turn(2), turn(3)],
      answers: [
        answerRow({ id: "a1", turnId: "t1", text: "answer 1" }),
        answerRow({ id: "a2", turnId: "t2", text: "answer 2" }),
        answerRow({ id: "a3", turnId: "t3", state: "streaming" }),
      ],
    },
  });
  setHost(fake);
  await start();
  await openConversation("c");
  render(<ChatView conversation="c" />);
  await painted();
  expect(screen.getByText("answer 1")).toBeTruthy();
  rendered.clear();

  for (let word = 1; word <= 50; word += 1) {
    await act(async () => {
      fake.write("a3", `${word} `);
      fake.write("a3", "more ");
    });
    await painted();
  }

  expect(screen.getByText(/^1 more .* 50 more$/)).toBeTruthy();
  const settled = ["question 1", "answer 1", "question 2", "answer 2", "question 3"];
  expect(settled.map((text) => rendered.get(text) ?? 0)).toEqual([0, 0, 0, 0, 0]);
  expect([...rendered.values()].reduce((sum, times) => sum + times, 0)).toBe(50);
});

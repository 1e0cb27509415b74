import { render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { fakeHost } from "../../host/fake";
import { agentRow, answerRow, conversationRow, noRows, turnRow } from "../../host/fake-rows";
import { setHost } from "../../host/host";
import type { Answer } from "../../host/types";
import { openConversation, start } from "../../model/open";
import { ChatView } from "./ChatView";

it("a turn that cannot be shown shows what was written, and the others stand as ever", async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  const turn = (id: string, seq: number) => turnRow({ id, conversationId: "c", seq, question: `Question ${id}`, answers: [`answer-${id}`] });
  const answer = (id: string, change: Partial<Answer> = {}) => answerRow({ id: `answer-${id}`, turnId: id, text: `The **answer** to ${id}.`, ...change });
  const rows = {
    ...noRows,
    agents: [agentRow({ id: "agent" })],
    conversations: [conversationRow({ id: "c", agentId: "agent" })],
    turns: [turn("one", 1), turn("two", 2)],
    // As a mistake elsewhere might leave it.
    answers: [answer("one", { steps: undefined as unknown as string[] }), answer("two")],
  };
  setHost(fakeHost({ rows: { ...rows, answers: [answer("one"), answer("two")] } }));
  await start();
  await openConversation("c");
  const { apply } = await import("../../model/apply");
  apply(rows.answers.map((row) => ({ type: "answer", row })));
  render(<ChatView conversation="c" />);
  const texts = () => screen.getAllByTestId("answer-text").map((one) => one.textContent);
  expect(texts()).toEqual(["The **answer** to one.", "The answer to two."]);
  expect(screen.getByText("This part cannot be shown, so its source is.")).toBeTruthy();
});

import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { given, openWindow, threeConversations } from "../../desk";
import { answerRow, turnRow } from "../../host/fake-rows";
import type { Turn } from "../../host/types";

async function openedWith(change: Partial<Turn>) {
  const rows = threeConversations();
  return openWindow({
    rows: {
      ...rows,
      turns: [turnRow({ id: "t", conversationId: "c1", question: "Well?", answers: ["x"], ...change })],
      answers: [answerRow({ id: "x", turnId: "t", text: "Yes." })],
    },
  });
}

it("says nothing of a turn that the platform has as it is here", async () => {
  await openedWith({ standing: "confirmed" });
  expect(screen.queryByText(/platform/)).toBeNull();
});

it("says what is only here, and what the platform has otherwise", async () => {
  const { fake } = await openedWith({ standing: "local" });
  expect(screen.getByText("Only here: the platform does not have this turn.")).toBeDefined();
  fake.tell({ type: "turn", row: turnRow({ id: "t", conversationId: "c1", question: "Well?", answers: ["x"], standing: "differs" }) });
  expect(await screen.findByText("The platform has another answer to this.")).toBeDefined();
});

it("says of which turn a part cannot be read", async () => {
  await openedWith({ damaged: true, standing: "confirmed" });
  expect(screen.getByText(/^A part of this cannot be read/)).toBeDefined();
});

it("keeps what the platform deleted, and lets the person remove it", async () => {
  const { fake, user } = await openedWith({ standing: "gone" });
  expect(screen.getByText("Yes.")).toBeDefined();
  await user.click(screen.getByRole("button", { name: "Remove it here, too" }));
  expect(given(fake, "removeTurn")).toEqual([["t"]]);
});

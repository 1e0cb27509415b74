/** Questions of the host without a shell: asked, waiting, asked again, removed. */
import { present, type World } from "./fake-world";
import type { Writing } from "./fake-writing";
import type { Host, Turn, Update } from "./types";

type Commands =
  | "ask"
  | "askAside"
  | "queue"
  | "unqueue"
  | "dropQueued"
  | "sendQueued"
  | "askAgain"
  | "askInstead"
  | "askBelow"
  | "removeTurn"
  | "restoreTurn"
  | "answerInterrupt";

export function turnCommands(world: World, writing: Writing): Pick<Host, Commands> {
  const removed = new Map<string, Turn>();
  const hide = (id: string) => {
    const row = world.turn(id);
    removed.set(id, row);
    world.rows.turns = world.rows.turns.filter((turn) => turn !== row);
    world.tell({ type: "removed", row: { kind: "turn", id } });
  };
  return {
    async ask(id: string, question: string) {
      world.enter("ask", id, question);
      const turn = writing.asked(id, question, () => world.files.goAlong(id, false));
      world.drafts.delete(id);
      world.tell(world.changed(id, { draft: "" }));
      return turn;
    },

    async askAside(id: string, question: string) {
      world.enter("askAside", id, question);
      return writing.asked(id, question);
    },

    async queue(id: string, question: string) {
      world.enter("queue", id, question);
      world.drafts.delete(id);
      world.files.wait(id, question);
      if (!world.conversation(id).running) writing.askQueued(id);
    },

    async unqueue(id: string) {
      world.enter("unqueue", id);
      return world.files.takeOut(id);
    },

    async dropQueued(id: string) {
      world.enter("dropQueued", id);
      return world.files.takeOut(id);
    },

    async sendQueued(id: string) {
      world.enter("sendQueued", id);
      const running = world.rows.answers.find((answer) => answer.state === "streaming");
      if (running) writing.end(running.id, { state: "stopped" });
      writing.askQueued(id);
    },

    async askAgain(id: string) {
      world.enter("askAgain", id);
      const turn = world.turn(id);
      const answer = world.id("answer");
      const whole = turn.answers.some((known) => world.answer(known).state === "done");
      const told = world.changedTurn(id, { answers: [...turn.answers, answer], usedAnswer: whole ? turn.usedAnswer : answer });
      writing.begin(answer, id, [told, world.changed(turn.conversationId, { running: true })]);
      return answer;
    },

    async askInstead(id: string, question: string) {
      world.enter("askInstead", id, question);
      const { conversationId } = world.turn(id);
      hide(id);
      return writing.asked(conversationId, question);
    },

    async askBelow(id: string) {
      world.enter("askBelow", id);
      const { conversationId, question } = world.turn(id);
      return writing.asked(conversationId, question);
    },

    async removeTurn(id: string) {
      world.enter("removeTurn", id);
      hide(id);
    },

    async restoreTurn(id: string) {
      world.enter("restoreTurn", id);
      const row = present(removed.get(id));
      removed.delete(id);
      world.rows.turns.push(row);
      world.tell(...row.answers.map((answer): Update => ({ type: "answer", row: world.answer(answer) })), { type: "turn", row });
    },

    async answerInterrupt(id: string, answer: string) {
      world.enter("answerInterrupt", id, answer);
      const step = present(world.rows.steps.find((row) => row.id === id));
      const interrupt = step.interrupt && { ...step.interrupt, state: "answered" as const, answer };
      const row = { ...step, interrupt };
      world.rows.steps[world.rows.steps.indexOf(step)] = row;
      world.tell({ type: "step", row });
      const turn = world.turn(world.answer(step.answerId).turnId);
      return writing.asked(turn.conversationId, answer);
    },
  };
}

/** Answers of the host without a shell: chosen, rated, stopped, looked into. */
import type { World } from "./fake-world";
import type { Writing } from "./fake-writing";
import type { Found, Host, Rating, Reason, RowId } from "./types";

type Commands =
  | "chooseAnswer"
  | "rate"
  | "stop"
  | "suggest"
  | "look"
  | "refresh"
  | "frames"
  | "trace"
  | "fetchTrace"
  | "curl"
  | "saveFrames";

export function answerCommands(world: World, writing: Writing): Pick<Host, Commands> {
  return {
    async chooseAnswer(id: string) {
      world.enter("chooseAnswer", id);
      const turn = world.turn(world.answer(id).turnId);
      world.tell(world.changedTurn(turn.id, { usedAnswer: id, usedPending: world.options.paced === "hand", usedProblem: null }));
    },

    async rate(id: string, rating: Rating, reason: Reason) {
      world.enter("rate", id, rating, reason);
      const delivery = world.options.paced === "hand" ? "sending" : "settled";
      world.putAnswer({ ...world.answer(id), feedback: { rating, reason, delivery, problem: null } });
      world.tell({ type: "answer", row: world.answer(id) });
    },

    async stop(answer: string) {
      world.enter("stop", answer);
      writing.end(answer, { state: "stopped" });
    },

    async suggest(id: string) {
      world.enter("suggest", id);
      const suggestions = world.options.suggestions;
      world.putAnswer({ ...world.answer(id), suggestions });
      world.tell({ type: "answer", row: world.answer(id) });
      return suggestions;
    },

    async look(id: string): Promise<Found> {
      world.enter("look", id);
      return "noMore";
    },

    async refresh(row: RowId) {
      world.enter("refresh", row);
      if (row.kind === "answer") world.tell({ type: "answer", row: world.answer(row.id) });
    },

    async frames(answer: string, from: number) {
      world.enter("frames", answer, from);
      return (world.options.frames[answer] ?? []).slice(from);
    },

    async trace(answer: string) {
      world.enter("trace", answer);
      return world.options.traces[answer] ?? "";
    },

    async fetchTrace(answer: string) {
      world.enter("fetchTrace", answer);
      return world.options.traces[answer] ?? "";
    },

    async curl(answer: string) {
      world.enter("curl", answer);
      return `curl 'https://agent.example.edu/chat_query_v2' --header "Apikey: $PARLANCE_API_KEY" # ${answer}`;
    },

    async saveFrames(answer: string) {
      world.enter("saveFrames", answer);
      return "~/Downloads/Parlance events.jsonl";
    },
  };
}

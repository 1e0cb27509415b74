/** Sending what is written, once: at once, or behind the answer that is being written. What cannot be sent stays. */
import { useRef, useState } from "react";
import { host } from "../../host/host";
import { type ConversationId, type Problem, problemOf } from "../../host/types";
import { attachmentLists, attachments } from "../../model/rows";
import { words } from "../../words/words";
import type { Written } from "./useWritten";

/** What is to be said about what is written: why it was not sent, or what became of it. */
export type Said = { problem: Problem } | { lines: readonly string[] } | undefined;

export interface Sending {
  said: Said;
  say: (said: Said) => void;
  /** Sends what is written; says why where it does not. */
  send: () => void;
  /** Asks a question that was chosen instead. */
  askAside: (question: string) => void;
  /** Takes the question that waits back into the field. */
  takeBack: () => void;
}

/** Lets something be done once what it goes with is ready; what is not is gone to, and the act is rejected. */
export type Through = (act: () => Promise<unknown>) => Promise<unknown>;

const atOnce: Through = (act) => act();

interface Options {
  conversation: ConversationId;
  written: Written;
  running: boolean;
  tooLong: boolean;
  through?: Through | undefined;
  onAsk: () => void;
}

export function useSending({ conversation, written, running, tooLong, through = atOnce, onAsk }: Options): Sending {
  const [said, say] = useState<Said>();
  const under = useRef(false);

  /** One at a time; what was not taken is given back. */
  const once = async (question: string, act: () => Promise<unknown>) => {
    if (under.current) return;
    under.current = true;
    say(undefined);
    try {
      await act();
    } catch (thrown) {
      written.write((since) => joined(question, since));
      const problem = problemOf(thrown);
      // The form says what is wrong with them.
      if (problem.code !== "badVariables") say({ problem });
    } finally {
      under.current = false;
    }
  };

  const send = () => {
    const { text, write } = written;
    const obstacle = obstacleOf(conversation, text);
    if (under.current || tooLong || obstacle === "empty") return;
    if (obstacle) return say({ lines: [words().files[obstacle]] });
    write("");
    if (running) return void once(text, () => host.queue(conversation, text));
    onAsk();
    void once(text, () => through(() => host.ask(conversation, text)));
  };
  const askAside = (question: string) => {
    if (under.current) return;
    onAsk();
    void once(question, () => through(() => host.askAside(conversation, question)));
  };
  const takeBack = () => {
    written.keep();
    void once("", async () => {
      const question = await host.unqueue(conversation);
      written.write((since) => joined(question, since));
    });
  };
  return { said, say, send, askAside, takeBack };
}

function joined(first: string, second: string): string {
  return first === "" || second === "" ? first + second : `${first}\n\n${second}`;
}

type Obstacle = "empty" | "needsWords" | "stillGoing" | "someFailed" | undefined;

/** Why what is written cannot be sent now. */
export function obstacleOf(conversation: ConversationId, text: string): Obstacle {
  const rows = (attachmentLists.get(conversation) ?? []).flatMap((id) => attachments.get(id) ?? []).filter((row) => !row.queued);
  const words = text.trim() !== "" || rows.some((row) => row.kind === "text" && row.state === "ready");
  if (rows.length === 0 && !words) return "empty";
  if (rows.some((row) => row.state === "failed")) return "someFailed";
  if (rows.some((row) => row.state !== "ready")) return "stillGoing";
  return words ? undefined : "needsWords";
}

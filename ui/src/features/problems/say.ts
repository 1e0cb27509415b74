/** A command that was refused, said where there is no better place for it. */
import { toast } from "../../design/Toast";
import { problemOf } from "../../host/types";
import { worded } from "../../words/problems";
import { words } from "../../words/words";

export function sayProblem(thrown: unknown): void {
  const { title, advice, reason } = worded(problemOf(thrown), words());
  toast({ text: [title, advice, reason].filter(Boolean).join(" · "), bad: true });
}

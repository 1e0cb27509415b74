/** A command that was refused, said where there is no better place for it. */
import { toast } from "../../design/Toast";
import { problemOf } from "../../host/types";
import { worded } from "../../words/problems";
import { words } from "../../words/words";

export function sayProblem(thrown: unknown): void {
  const { general, problems } = words();
  const { title, advice, said, facts } = worded(problemOf(thrown), words());
  const text = problems.sentences(problems.sentence(title), advice);
  const more = [said && problems.quoted(said), facts].filter(Boolean).join("\n");
  toast({ text, more: { label: general.details, text: more }, bad: true });
}

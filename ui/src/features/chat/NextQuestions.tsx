/** What one could ask next: as the answer brought it, or asked for where it brought nothing. */
import { type ReactNode, useState } from "react";
import { Button } from "../../design/Button";
import { host } from "../../host/host";
import { type Answer, problemOf, type Problem } from "../../host/types";
import { isBlank } from "../../markdown/signs";
import { settings } from "../../model/settings";
import { useStore } from "../../model/store";
import { worded } from "../../words/problems";
import { useWords } from "../../words/words";
import css from "./NextQuestions.module.css";
import { offeredQuestions } from "./offered";
import { Suggestions } from "./Suggestions";

export function NextQuestions({ answer }: { answer: Answer }): ReactNode {
  const { suggestionsHidden } = useStore(settings);
  if (suggestionsHidden) return null;
  const questions = offeredQuestions(answer.suggestions);
  if (questions.length > 0) return <Suggestions questions={questions} />;
  if (answer.state !== "done" || answer.messageId === "" || isBlank(answer.text)) return null;
  return <Wanted key={answer.id} answer={answer} />;
}

type Asked = { state: "not" | "going" | "nothing" } | { state: "failed"; problem: Problem };

function Wanted({ answer }: { answer: Answer }): ReactNode {
  const words = useWords();
  const [asked, setAsked] = useState<Asked>({ state: "not" });
  const ask = async () => {
    setAsked({ state: "going" });
    try {
      const found = await host.suggest(answer.id);
      setAsked({ state: offeredQuestions(found).length > 0 ? "going" : "nothing" });
    } catch (thrown) {
      setAsked({ state: "failed", problem: problemOf(thrown) });
    }
  };
  // What the platform does not know at all is not asked for again.
  const missing = asked.state === "failed" && (asked.problem.code === "gone" || asked.problem.code === "notThisApi");
  const offered = asked.state !== "nothing" && !missing;
  return (
    <div className={css.wanted}>
      {offered && (
        <Button small variant="ghost" icon="bulb" isPending={asked.state === "going"} onPress={() => void ask()}>
          {words.variables.suggest}
        </Button>
      )}
      <span role="status">
        {asked.state === "nothing" && words.variables.noSuggestions}
        {asked.state === "failed" && (missing ? words.variables.noSuggesting : worded(asked.problem, words).title)}
      </span>
    </div>
  );
}

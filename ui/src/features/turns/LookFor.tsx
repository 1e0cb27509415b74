/** Looks on the platform for an answer that broke off here, and says what it found. A question is not asked again by it. */
import { type ReactNode, useState } from "react";
import { Button } from "../../design/Button";
import { toast } from "../../design/Toast";
import { host } from "../../host/host";
import { type Answer, problemOf } from "../../host/types";
import { worded } from "../../words/problems";
import { useWords } from "../../words/words";
import css from "./LookFor.module.css";

/** After these the platform may have more of an answer than is here. */
const broken = new Set(["cut", "timeout", "overloaded"]);

export function mayGoOn({ state, problem }: Answer): boolean {
  return state === "interrupted" || (state === "failed" && problem !== null && broken.has(problem.code));
}

export function LookFor({ answer }: { answer: Answer }): ReactNode {
  const words = useWords();
  const [looking, setLooking] = useState(false);
  const [said, setSaid] = useState("");
  if (!mayGoOn(answer)) return null;
  const look = async () => {
    setLooking(true);
    setSaid("");
    try {
      const found = await host.look(answer.id);
      // A whole answer takes the place of this.
      if (found === "whole") toast({ text: words.turns.found.whole });
      else setSaid(words.turns.found[found]);
    } catch (thrown) {
      const { title, advice } = worded(problemOf(thrown), words);
      setSaid(`${title}. ${advice}`);
    } finally {
      setLooking(false);
    }
  };
  return (
    <>
      <Button small icon="search" testId="look" isDisabled={looking} onPress={() => void look()}>
        {looking ? words.turns.looking : words.turns.look}
      </Button>
      <span role="status" className={css.said} hidden={said === ""}>
        {said}
      </span>
    </>
  );
}

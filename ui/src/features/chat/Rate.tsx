/** What a person thinks of an answer: good, bad, or nothing; a second press takes it back. */
import { type ReactNode, useState } from "react";
import { Button, IconButton } from "../../design/Button";
import { Icon } from "../../design/Icon";
import { host } from "../../host/host";
import { type Answer, problemOf, type Problem, type Rating, type Reason } from "../../host/types";
import { useWords } from "../../words/words";
import css from "./AnswerActions.module.css";
import { FeedbackForm } from "./FeedbackForm";
import { NotTaken } from "./NotTaken";

const nothingSaid: Reason = { problems: [], comment: "" };

export function Rate({ answer }: { answer: Answer }): ReactNode {
  const words = useWords().answers;
  const { rating, reason, delivery, problem: notTaken } = answer.feedback;
  const [open, setOpen] = useState(false);
  const [tried, setTried] = useState<{ rating: Rating; reason: Reason }>();
  const [refused, setRefused] = useState<Problem>();
  const problem = refused ?? notTaken;
  const rate = (next: Rating, said: Reason) => {
    setTried({ rating: next, reason: said });
    setRefused(undefined);
    setOpen(next === "dislike" && said === nothingSaid);
    host.rate(answer.id, next, said).catch((thrown: unknown) => setRefused(problemOf(thrown)));
  };
  const press = (pressed: Rating) => rate(rating === pressed ? "none" : pressed, nothingSaid);
  const unsaid = rating === "dislike" && !open && reason.comment === "" && reason.problems.length === 0;
  return (
    <>
      <IconButton small icon="like" label={words.like} testId="like" pressed={rating === "like"} onPress={() => press("like")} />
      <IconButton
        small
        icon="dislike"
        label={words.dislike}
        testId="dislike"
        pressed={rating === "dislike"}
        onPress={() => press("dislike")}
        onKeyDown={(event) => {
          if (open && event.key === "Escape") setOpen(false);
          else event.continuePropagation();
        }}
      />
      {unsaid && (
        <Button small variant="ghost" onPress={() => setOpen(true)}>
          {words.sayWhy}
        </Button>
      )}
      {delivery === "waiting" && (
        <span className={css.waiting}>
          <Icon name="offline" size={14} />
          {words.waiting}
        </span>
      )}
      {problem && delivery === "settled" && (
        <NotTaken said={words.notRated} problem={problem} onRetry={tried && (() => rate(tried.rating, tried.reason))} />
      )}
      {open && rating === "dislike" && (
        <div className={css.below}>
          <FeedbackForm reason={reason} onClose={() => setOpen(false)} onSend={(said) => rate("dislike", said)} />
        </div>
      )}
    </>
  );
}

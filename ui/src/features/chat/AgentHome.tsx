/** An empty conversation: who one is talking to, how it greets, and what one could begin with. */
import type { ReactNode } from "react";
import type { Agent, Conversation } from "../../host/types";
import { Markdown } from "../../markdown/Markdown";
import { useEdit } from "../variables/edits";
import { resolvedMarkdown, resolvedQuestion } from "../variables/opening";
import { VariablesForm } from "../variables/VariablesForm";
import css from "./AgentHome.module.css";
import { offeredQuestions } from "./offered";
import { Suggestions } from "./Suggestions";

export function AgentHome({ agent, conversation }: { agent: Agent; conversation: Conversation }): ReactNode {
  const { opening, variables } = agent;
  const values = useEdit(conversation.id)?.values ?? conversation.values;
  const message = resolvedMarkdown(opening.message, variables, values);
  const questions = offeredQuestions(opening.questions.map((question) => resolvedQuestion(question, variables, values)));
  return (
    <div className={css.home}>
      <div className={css.inside}>
        <h2 className={css.name}>{agent.name}</h2>
        {message && (
          <div className={css.opening} data-testid="opening-message" dir="auto">
            <Markdown text={message} />
          </div>
        )}
        {variables.length > 0 && <VariablesForm agent={agent} conversation={conversation} standing />}
        {questions.length > 0 && <Suggestions questions={questions} opening />}
      </div>
    </div>
  );
}

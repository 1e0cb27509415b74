/** An empty conversation: who one is talking to, how it greets, and what one could begin with. */
import type { ReactNode } from "react";
import type { Agent } from "../../host/types";
import { Markdown } from "../../markdown/Markdown";
import css from "./AgentHome.module.css";
import { Suggestions } from "./Suggestions";

export function AgentHome({ agent }: { agent: Agent }): ReactNode {
  const { message, questions } = agent.opening;
  return (
    <div className={css.home}>
      <div className={css.inside}>
        <h2 className={css.name}>{agent.name}</h2>
        {message && (
          <div className={css.opening} data-testid="opening-message" dir="auto">
            <Markdown text={message} />
          </div>
        )}
        {questions.length > 0 && <Suggestions questions={questions} opening />}
      </div>
    </div>
  );
}

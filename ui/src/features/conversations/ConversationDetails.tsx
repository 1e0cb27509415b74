/** What there is to know of a conversation, to be copied for whoever helps with it. */
import { type ReactNode, useEffect, useState } from "react";
import { Dialog, DialogBody } from "../../design/Dialog";
import { host } from "../../host/host";
import type { ConversationFacts, ConversationId } from "../../host/types";
import { CopyButton } from "../../markdown/CopyButton";
import { agents, conversations } from "../../model/rows";
import { useStore } from "../../model/store";
import { useRow } from "../../model/table";
import { longWhen, useLocale, useWords } from "../../words/words";
import { size } from "../files/sizes";
import { sayProblem } from "../problems/say";
import { detailed, titleOf } from "./acts";
import css from "./ConversationDetails.module.css";

export function ConversationDetails() {
  const id = useStore(detailed);
  return id === "" ? null : <Open key={id} id={id} />;
}

function Open({ id }: { id: ConversationId }) {
  const { conversations: words, general } = useWords();
  const locale = useLocale();
  const row = useRow(conversations, id);
  const agent = useRow(agents, row?.agentId ?? "");
  const [facts, setFacts] = useState<ConversationFacts>();
  useEffect(() => {
    host.conversationFacts(id).then(setFacts, sayProblem);
  }, [id]);
  if (!row || !agent) return null;
  const number = (value: number) => value.toLocaleString(locale);
  const values = agent.variables.flatMap(({ key, name }) => {
    const value = row.values[key];
    return value === undefined || value === "" ? [] : [{ key, name: name || key, value }];
  });
  return (
    <Dialog title={words.detailsOf(titleOf(row))} open onClose={() => detailed.set("")} closeLabel={general.close} wide>
      <DialogBody>
        <dl className={css.facts}>
          <Fact name={words.agent}>{agent.name}</Fact>
          <Fact name={words.platformId} copied={row.platformId}>
            {row.platformId || words.notThereYet}
          </Fact>
          <Fact name={words.localId} copied={row.id}>
            {row.id}
          </Fact>
          <Fact name={words.userId} copied={agent.userId}>
            {agent.userId}
          </Fact>
          {facts && (
            <>
              <Fact name={words.counts}>{words.countsOf(facts.turns, facts.answers, facts.files)}</Fact>
              <Fact name={words.tokens}>
                {words.tokensOf(number(facts.totalTokens), number(facts.inputTokens), number(facts.outputTokens))}
                {facts.uncounted > 0 && <small>{words.uncounted(facts.uncounted)}</small>}
              </Fact>
              <Fact name={words.size}>{size(facts.textBytes, locale)}</Fact>
            </>
          )}
          <Fact name={words.begun}>{longWhen(row.createdAt, locale)}</Fact>
          <Fact name={words.lastActive}>{longWhen(row.activeAt, locale)}</Fact>
          {row.tags.length > 0 && <Fact name={words.tags}>{row.tags.join(", ")}</Fact>}
          {values.map(({ key, name, value }) => (
            <Fact key={key} name={name} copied={value}>
              {value}
            </Fact>
          ))}
        </dl>
      </DialogBody>
    </Dialog>
  );
}

function Fact({ name, copied, children }: { name: string; copied?: string; children: ReactNode }) {
  const { conversations: words } = useWords();
  return (
    <>
      <dt>{name}</dt>
      <dd dir="auto">
        <span className={css.value}>{children}</span>
        {copied && <CopyButton label={words.copyFact(name)} text={() => copied} />}
      </dd>
    </>
  );
}

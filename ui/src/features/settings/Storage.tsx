/** What the history takes up on this computer, and how to make it smaller. */
import { type ReactNode, useEffect, useId, useState } from "react";
import { Button } from "../../design/Button";
import { Dialog, DialogActions, DialogBody } from "../../design/Dialog";
import { toast } from "../../design/Toast";
import { host } from "../../host/host";
import type { AgentStorage, Storage as Sizes } from "../../host/types";
import { agents } from "../../model/rows";
import { useLocale, useWords } from "../../words/words";
import { size } from "../files/sizes";
import { sayProblem } from "../problems/say";
import { Retention } from "./Retention";
import css from "./Storage.module.css";
import { useWork, type Working } from "./work";

export function Storage(): ReactNode {
  const { storage: words } = useWords();
  const locale = useLocale();
  const heading = useId();
  const [sizes, setSizes] = useState<Sizes>();
  const [asked, setAsked] = useState<AgentStorage>();
  const work = useWork();
  const { run } = work;
  const measure = () => run(words.measuring, (tell) => host.storage(tell)).then((found) => found && setSizes(found), sayProblem);
  useEffect(() => {
    run(words.measuring, (tell) => host.storage(tell)).then((found) => found && setSizes(found), sayProblem);
    return () => void host.stopTidying().catch(() => undefined);
  }, [run, words.measuring]);

  const clear = (of: AgentStorage) => {
    setAsked(undefined);
    run(words.clearing, (tell) => host.clearCache(of.agentId, tell)).then(({ turns, cancelled }) => {
      toast({ text: cancelled ? words.clearedInPart(turns) : words.cleared(turns) });
      return measure();
    }, sayProblem);
  };
  const compact = () =>
    run(words.compacting, (tell) => host.compact(tell)).then((done) => {
      if (done) toast({ text: words.compacted });
      return measure();
    }, sayProblem);

  return (
    <section className={css.storage} aria-labelledby={heading}>
      <h3 id={heading} className={css.heading}>
        {words.title}
      </h3>
      {sizes && (
        <>
          <ul className={css.agents}>
            {sizes.agents.map((of) => (
              <li key={of.agentId} className={css.agent}>
                <span className={css.name} dir="auto">
                  {agents.get(of.agentId)?.name}
                </span>
                <span className={css.size}>{words.holds(of.conversations, size(of.texts + of.events, locale))}</span>
                <Button small variant="ghost" isDisabled={work.busy || of.turns === 0} onPress={() => setAsked(of)}>
                  {words.clear}
                </Button>
              </li>
            ))}
          </ul>
          <div className={css.total}>
            <span>{words.total(size(sizes.database, locale), size(sizes.files, locale), size(sizes.backups, locale))}</span>
            <Button small isDisabled={work.busy} onPress={() => void compact()}>
              {words.compact(size(sizes.free, locale))}
            </Button>
          </div>
        </>
      )}
      <Progress of={work} />
      <Retention onDone={() => void measure()} />
      {asked && <Ask of={asked} onClear={() => clear(asked)} onClose={() => setAsked(undefined)} />}
    </section>
  );
}

/** How far work is, as soon as it takes a while, with its way out. */
function Progress({ of: { shown, done, total } }: { of: Working }): ReactNode {
  const { general } = useWords();
  if (shown === undefined) return null;
  return (
    <div className={css.progress} role="status">
      <span>{shown}</span>
      <progress aria-label={shown} {...(total > 0 && { value: done, max: total })} />
      <Button small onPress={() => void host.stopTidying().catch(sayProblem)}>
        {general.cancel}
      </Button>
    </div>
  );
}

function Ask({ of, onClear, onClose }: { of: AgentStorage; onClear: () => void; onClose: () => void }): ReactNode {
  const { storage: words, general } = useWords();
  return (
    <Dialog title={words.clearTitle(agents.get(of.agentId)?.name ?? "")} open alert onClose={onClose} closeLabel={general.close}>
      <DialogBody>
        <p>{words.goes}</p>
        <p>{words.stays}</p>
      </DialogBody>
      <DialogActions>
        <Button onPress={onClose}>{general.cancel}</Button>
        <Button variant="primary" onPress={onClear}>
          {words.clear}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

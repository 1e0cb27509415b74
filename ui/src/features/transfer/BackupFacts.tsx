/** A backup in words: when it was made and why, how large it is, what it holds. */
import type { Backup } from "../../host/types";
import { longWhen, useLocale, useWords } from "../../words/words";
import { size } from "../files/sizes";
import css from "./Backups.module.css";

export function BackupFacts({ backup }: { backup: Backup }) {
  const { transfer } = useWords();
  const locale = useLocale();
  const { holds } = backup;
  return (
    <div className={css.facts}>
      <b className={css.when}>{longWhen(backup.at, locale)}</b>
      <span className={css.about}>
        {transfer.kinds[backup.kind]} · {size(backup.kibibytes * 1024, locale)}
      </span>
      <span className={css.about}>{holds ? transfer.holds(holds.agents, holds.conversations, holds.turns) : backup.kind === "setAside" ? transfer.setAsideAbout : transfer.unreadable}</span>
      {holds && holds.activeAt > 0 && <span className={css.about}>{transfer.newest(longWhen(holds.activeAt, locale))}</span>}
    </div>
  );
}

/** Says as long as it is so that a part of the history cannot be read, and leads to the ways out. */
import { Button } from "../../design/Button";
import { Icon } from "../../design/Icon";
import { damaged } from "../../model/harm";
import { useStore } from "../../model/store";
import { useWords } from "../../words/words";
import css from "./DamageBanner.module.css";
import { wayOutShown } from "./wayOut";

export function DamageBanner() {
  const { transfer } = useWords();
  if (!useStore(damaged)) return null;
  return (
    <div role="alert" className={css.banner} data-testid="damage-banner">
      <Icon name="warning" />
      <p className={css.words}>
        <b>{transfer.damaged}</b> {transfer.damagedAbout}
      </p>
      <Button small onPress={() => wayOutShown.set(true)}>
        {transfer.wayOut}
      </Button>
    </div>
  );
}

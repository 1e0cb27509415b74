/** Says, while files are held over the window, what letting go of them does. */
import type { ReactNode } from "react";
import { Icon } from "../../design/Icon";
import { useStore } from "../../model/store";
import { useWords } from "../../words/words";
import css from "./DropOverlay.module.css";
import { dragging } from "./dropping";

export function DropOverlay({ agentName }: { agentName: string }): ReactNode {
  const { files: words } = useWords();
  const shown = useStore(dragging);
  if (!shown) return null;
  return (
    <div className={css.overlay} data-testid="drop-overlay">
      <div className={css.box}>
        <Icon name="clip" size={22} />
        <p className={css.title}>{words.dropHere}</p>
        <p className={css.about}>{words.dropAbout(agentName)}</p>
      </div>
    </div>
  );
}

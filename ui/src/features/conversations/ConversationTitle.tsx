/** The open conversation's title; written anew where it stands. */
import type { ConversationId } from "../../host/types";
import { conversations } from "../../model/rows";
import { useStore } from "../../model/store";
import { useRow } from "../../model/table";
import { renaming, titleOf } from "./acts";
import css from "./ConversationTitle.module.css";
import { RenameField } from "./RenameField";

export function ConversationTitle({ conversation }: { conversation: ConversationId }) {
  const row = useRow(conversations, conversation);
  const edited = useStore(renaming);
  if (!row) return null;
  if (edited?.place === "header" && edited.conversation === conversation) {
    return (
      <div className={css.editing}>
        <RenameField of={row} testId="conversation-title" />
      </div>
    );
  }
  return (
    <h2
      className={css.title}
      data-testid="conversation-title"
      dir="auto"
      title={titleOf(row)}
      onDoubleClick={() => renaming.set({ conversation, place: "header" })}
    >
      {titleOf(row)}
    </h2>
  );
}

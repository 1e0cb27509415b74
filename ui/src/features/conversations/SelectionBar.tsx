/** What can be done with the conversations that were chosen together. */
import { useEffect } from "react";
import { IconButton } from "../../design/Button";
import { MenuButton } from "../../design/Menu";
import { conversations } from "../../model/rows";
import { useStore } from "../../model/store";
import { useWords } from "../../words/words";
import { exportConversations } from "../transfer/exporting";
import { archive, removeSelected, tagged } from "./acts";
import { filter } from "./filter";
import { clearSelection, everySelected, selectedIds, selection } from "./selection";
import css from "./SelectionBar.module.css";

export function SelectionBar() {
  const { conversations: words, transfer } = useWords();
  const { ids } = useStore(selection);
  const { archived } = useStore(filter);
  useEffect(() => clearSelection, []);
  if (ids.size === 0) return null;
  const onlyHere = everySelected((id) => conversations.get(id)?.platformId === "");
  return (
    <div className={css.bar} role="toolbar" aria-label={words.selection}>
      <span className={css.count} role="status">
        {words.selected(ids.size)}
      </span>
      <IconButton icon="tag" label={words.tagsAct} small onPress={() => tagged.set(selectedIds())} />
      <IconButton
        icon="archive"
        label={archived ? words.unarchive : words.archive}
        small
        onPress={() => archive(selectedIds(), !archived)}
      />
      <IconButton
        icon="export"
        label={transfer.export}
        small
        onPress={() => exportConversations(selectedIds(), transfer.exportMany(ids.size))}
      />
      <MenuButton
        label={words.remove}
        icon="trash"
        small
        actions={[
          ...(onlyHere
            ? []
            : [{ id: "here", label: words.removeHere, detail: words.removeHereDetail, icon: "trash" as const, onAction: () => removeSelected(selectedIds(), false) }]),
          {
            id: "there",
            label: words.remove,
            detail: onlyHere ? undefined : words.removeDetail,
            icon: "trash",
            danger: true,
            onAction: () => removeSelected(selectedIds(), true),
          },
        ]}
      />
      <IconButton icon="close" label={words.unselect} shortcut="Esc" small onPress={clearSelection} />
    </div>
  );
}

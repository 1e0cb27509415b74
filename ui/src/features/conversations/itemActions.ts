/** The menu of a conversation in the list. */
import type { Action } from "../../design/Menu";
import type { Conversation } from "../../host/types";
import { agents } from "../../model/rows";
import { useRow } from "../../model/table";
import { useWords } from "../../words/words";
import { exportConversations } from "../transfer/exporting";
import { archive, beginLike, detailed, openVariables, pin, remove, tagged, titleOf } from "./acts";

export function useItemActions(row: Conversation, onRename: () => void): Action[] {
  const { conversations: words, variables, transfer } = useWords();
  const hasVariables = (useRow(agents, row.agentId)?.variables.length ?? 0) > 0;
  const there = row.platformId !== "" && !row.gone;
  return [
    { id: "rename", label: words.rename, icon: "pencil", shortcut: "F2", onAction: onRename },
    { id: "pin", label: row.pinned ? words.unpin : words.pin, icon: "pin", onAction: () => pin(row) },
    { id: "tags", label: words.tagsAct, icon: "tag", onAction: () => tagged.set([row.id]) },
    {
      id: "archive",
      label: row.archived ? words.unarchive : words.archive,
      icon: "archive",
      onAction: () => archive([row.id], !row.archived),
    },
    ...(hasVariables
      ? [
          { id: "variables", label: variables.open, icon: "sliders" as const, apart: true, onAction: () => openVariables(row) },
          { id: "like", label: variables.same, icon: "plus" as const, onAction: () => beginLike(row) },
        ]
      : []),
    { id: "export", label: transfer.export, icon: "export", apart: true, onAction: () => exportConversations([row.id], transfer.exportTitle(titleOf(row))) },
    { id: "details", label: words.details, icon: "list", onAction: () => detailed.set(row.id) },
    ...(there
      ? [{ id: "remove-here", label: words.removeHere, detail: words.removeHereDetail, icon: "trash" as const, apart: true, onAction: () => remove(row, false) }]
      : []),
    {
      id: "remove",
      label: words.remove,
      detail: there ? words.removeDetail : undefined,
      icon: "trash",
      shortcut: "Del",
      danger: true,
      apart: !there,
      onAction: () => remove(row),
    },
  ];
}

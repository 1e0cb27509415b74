/** What the palette can do, beside going somewhere: the commands of the window and its settings. */
import type { IconName } from "../../design/Icon";
import { mod, sendKeys } from "../../design/keys";
import type { Conversation, Settings } from "../../host/types";
import { stopRunning } from "../../model/open";
import { conversations } from "../../model/rows";
import { choose, zoom, zooms } from "../../model/settings";
import { currentView } from "../../model/view";
import { beginRun, isWorkflow } from "../../model/workflow";
import type { Words } from "../../words/words";
import { askForAgent } from "../agents/dialogs";
import { begin, pin, remove, renaming } from "../conversations/acts";
import { detailsShown, showDetails } from "../details/shown";
import { openFind } from "../finding/find";
import { sayProblem } from "../problems/say";
import { showSearch } from "../search/sought";
import { settingsOpen } from "../settings/shown";

export interface Command {
  id: string;
  label: string;
  icon: IconName;
  shortcut?: string;
  act: () => void;
}

export function commandsNow(words: Words): Command[] {
  const { agent, conversation } = currentView();
  const row = conversations.get(conversation);
  const here = isWorkflow(agent)
    ? [{ id: "run", label: words.workflow.new, icon: "plus", shortcut: mod("N"), act: () => beginRun(agent) } satisfies Command]
    : agent === ""
      ? []
      : [{ id: "new", label: words.conversations.new, icon: "pencil", shortcut: mod("N"), act: begin } satisfies Command];
  return [
    ...here,
    { id: "search", label: words.search.title, icon: "search", shortcut: mod("Shift K"), act: () => showSearch() },
    ...(row ? ofConversation(row, words) : []),
    { id: "add-agent", label: words.agents.add, icon: "plus", act: askForAgent },
    { id: "settings", label: words.settings.open, icon: "gear", shortcut: mod(","), act: () => settingsOpen.set(true) },
    { id: "zoom-in", label: words.settings.larger, icon: "plus", shortcut: mod("+"), act: () => void zoom(1).catch(sayProblem) },
    { id: "zoom-out", label: words.settings.smaller, icon: "minus", shortcut: mod("-"), act: () => void zoom(-1).catch(sayProblem) },
  ];
}

function ofConversation(row: Conversation, { search, conversations: words, details }: Words): Command[] {
  const { id } = row;
  return [
    { id: "find", label: search.find.title, icon: "search", shortcut: mod("F"), act: () => openFind(id) },
    ...(row.running ? [{ id: "stop", label: search.palette.stop, icon: "stop", shortcut: "Esc", act: () => void stopRunning() } satisfies Command] : []),
    { id: "rename", label: words.rename, icon: "pencil", shortcut: "F2", act: () => renaming.set({ conversation: id, place: "header" }) },
    { id: "pin", label: row.pinned ? words.unpin : words.pin, icon: "pin", act: () => pin(row) },
    { id: "remove", label: words.remove, icon: "trash", act: () => remove(row) },
    { id: "details", label: details.toggle, icon: "panel", shortcut: mod("I"), act: () => showDetails(!detailsShown()) },
  ];
}

/** Each choice of each setting; it takes effect at once. */
export function settingsNow({ settings: words, search }: Words): Command[] {
  const { choice } = search.palette;
  const setting = (id: string, label: string, change: Partial<Settings>): Command => ({ id, label, icon: "gear", act: () => void choose(change).catch(sayProblem) });
  return [
    ...(["system", "light", "dark"] as const).map((theme) => setting(`theme-${theme}`, choice(words.theme, words[theme]), { theme })),
    setting("locale-system", choice(words.locale, words.systemLocale), { locale: "" }),
    setting("locale-en", choice(words.locale, "English"), { locale: "en" }),
    setting("locale-zh", choice(words.locale, "简体中文"), { locale: "zh-CN" }),
    ...zooms.map((size) => setting(`zoom-${size}`, choice(words.zoom, words.percent(size)), { zoom: size })),
    setting("send-enter", choice(words.sendKey, "Enter"), { sendKey: "enter" }),
    setting("send-mod", choice(words.sendKey, sendKeys), { sendKey: "modEnter" }),
    ...([false, true] as const).map((hidden) => setting(`suggestions-${hidden}`, choice(words.suggestions, hidden ? words.hidden : words.shown), { suggestionsHidden: hidden })),
    setting("footer-off", choice(words.footer, words.footerOff), { footer: "off" }),
    setting("footer-short", choice(words.footer, words.footerShort), { footer: "short" }),
    setting("footer-full", choice(words.footer, words.footerFull), { footer: "full" }),
  ];
}

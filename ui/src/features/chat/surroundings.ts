/** What the text of an agent may ask for: words, a link opened outside, a picture, a file saved. */
import { useMemo } from "react";
import { toast } from "../../design/Toast";
import { host } from "../../host/host";
import type { AgentId, Saved } from "../../host/types";
import { isFileOf } from "../../markdown/file";
import type { MarkdownSurroundings } from "../../markdown/words";
import { useWords, words } from "../../words/words";
import { sayProblem } from "../problems/say";

export function useMarkdownSurroundings(agent: AgentId, baseUrl: string): MarkdownSurroundings {
  const { markdown } = useWords();
  return useMemo<MarkdownSurroundings>(
    () => ({
      words: markdown,
      agent,
      onOpenLink: (url) => void host.openLink(url).catch(sayProblem),
      isOwnFile: (link) => isFileOf(baseUrl, link),
      image: (link, asked) => host.image(agent, link, asked),
      onSaveText: (name, text) => say(host.saveText(name, text)),
      onSaveFile: (link, name) => say(host.saveLinked(agent, link, name)),
    }),
    [markdown, agent, baseUrl],
  );
}

/** Says where the file is, and offers to show it there. */
function say(saving: Promise<Saved>): void {
  saving.then(({ name, folder, runs }) => {
    const { copying, files } = words();
    const text = runs ? `${copying.saved(name)}. ${files.runs}` : copying.saved(name);
    toast({ text, bad: runs, action: { label: copying.show, onAction: () => void host.showSaved(folder, name).catch(sayProblem) } });
  }, sayProblem);
}

/** What the text of an agent may ask for: words, a link opened outside, something shown, a file saved. */
import { useMemo } from "react";
import { host } from "../../host/host";
import type { Agent } from "../../host/types";
import { isFileOf } from "../../markdown/file";
import type { MarkdownSurroundings } from "../../markdown/words";
import { useWords } from "../../words/words";
import { choosePictures } from "../agents/pictures";
import { linkedFile, saveLinked } from "../files/linked";
import { saySaved } from "../files/saved";
import { sayProblem } from "../problems/say";

export function useMarkdownSurroundings({ id: agent, name, baseUrl, pictures }: Agent): MarkdownSurroundings {
  const { markdown } = useWords();
  return useMemo<MarkdownSurroundings>(
    () => ({
      words: markdown,
      agent,
      pictures,
      onOpenLink: (url) => void host.openLink(url).catch(sayProblem),
      isOwnFile: (link) => isFileOf(baseUrl, link),
      content: (link, asked) => host.content(agent, link, asked),
      onAllow: () => choosePictures({ id: agent, name, pictures }, "allowed"),
      onSaveText: (file, text) => saySaved(host.saveText(file, text)),
      onShowFile: (link, file) => linkedFile.set({ agent, link, name: file }),
      onSaveFile: (link, file, choose) => saveLinked({ agent, link, name: file }, choose),
    }),
    [markdown, agent, name, baseUrl, pictures],
  );
}

/** What Markdown needs from its surroundings: words in the reader's language, and ways out that the reader asks for. */
import { createContext, useContext } from "react";
import { markdown as english } from "../words/en/markdown";

export type MarkdownWords = typeof english;

export interface MarkdownSurroundings {
  words: MarkdownWords;
  /** Whose text it is: the pictures of one agent are not those of another. */
  agent: string;
  /** Asked for with a valid http, https or mailto address only. */
  onOpenLink: (url: string) => void;
  /** Whether a link leads to a file of the agent's own server. */
  isOwnFile: (link: string) => boolean;
  /** The bytes of a picture; `asked` where the reader wants this one. */
  image: (link: string, asked: boolean) => Promise<ArrayBuffer>;
  onSaveText: (name: string, text: string) => void;
  onSaveFile: (link: string, name: string) => void;
}

/** Without surroundings nothing leaves the page and nothing comes in. */
const alone: MarkdownSurroundings = {
  words: english,
  agent: "",
  onOpenLink: () => undefined,
  isOwnFile: () => false,
  image: () => Promise.reject(new Error("there is nobody to ask for pictures")),
  onSaveText: () => undefined,
  onSaveFile: () => undefined,
};

export const MarkdownContext = createContext<MarkdownSurroundings>(alone);

export const useMarkdown = () => useContext(MarkdownContext);

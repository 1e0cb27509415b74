/** What Markdown needs from its surroundings: words in the reader's language, and ways out that the reader asks for. */
import { createContext, useContext } from "react";
import type { Pictures } from "../host/types";
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
  /** What becomes of pictures, sound and film from elsewhere. */
  pictures: Pictures;
  /** Something to be shown, with what its bytes say that it is; `asked` where the reader wants this one. */
  content: (link: string, asked: boolean) => Promise<Blob>;
  /** From now on everything from elsewhere comes by itself. */
  onAllow: () => void;
  onSaveText: (name: string, text: string) => void;
  /** Shows a file of the agent's own by itself. */
  onShowFile: (link: string, name: string) => void;
  /** Saves what an answer links to: where the person chooses, or among the downloads. */
  onSaveFile: (link: string, name: string, choose: boolean) => void;
}

/** Without surroundings nothing leaves the page and nothing comes in. */
const alone: MarkdownSurroundings = {
  words: english,
  agent: "",
  onOpenLink: () => undefined,
  isOwnFile: () => false,
  pictures: "blocked",
  content: () => Promise.reject(new Error("there is nobody to ask for pictures")),
  onAllow: () => undefined,
  onSaveText: () => undefined,
  onShowFile: () => undefined,
  onSaveFile: () => undefined,
};

export const MarkdownContext = createContext<MarkdownSurroundings>(alone);

export const useMarkdown = () => useContext(MarkdownContext);

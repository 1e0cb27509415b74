/** What Markdown needs from its surroundings: words in the reader's language, and a way to open an address. */
import { createContext, useContext } from "react";

export interface MarkdownWords {
  copy: string;
  copied: string;
  /** Wrap the long lines of a code block. */
  wrap: string;
  unwrap: string;
  /** Show a folded code block as a whole. */
  showAll: (lines: number) => string;
  showLess: string;
  copyTable: string;
  /** Names a table's scroll container and a code block without a language. */
  table: string;
  code: string;
  /** An image that is not loaded; `host` is empty where the address has none. */
  image: (alternative: string, host: string) => string;
}

export interface MarkdownSurroundings {
  words: MarkdownWords;
  /** Asked for with a valid http, https or mailto address only. */
  onOpenLink: (url: string) => void;
}

const english: MarkdownWords = {
  copy: "Copy",
  copied: "Copied",
  wrap: "Wrap lines",
  unwrap: "Do not wrap lines",
  showAll: (lines) => `Show all ${lines} lines`,
  showLess: "Show less",
  copyTable: "Copy table",
  table: "Table",
  code: "Code",
  image: (alternative, host) => ["Image", alternative, host].filter(Boolean).join(" · "),
};

export const MarkdownContext = createContext<MarkdownSurroundings>({ words: english, onOpenLink: () => undefined });

export const useMarkdown = () => useContext(MarkdownContext);

/** Markdown with surroundings, for tests. */
import { render } from "@testing-library/react";
import { zhCN } from "../words/zh-CN";
import { isFileOf } from "./file";
import { Markdown } from "./Markdown";
import { MarkdownContext, type MarkdownSurroundings } from "./words";

export const around = (over: Partial<MarkdownSurroundings> = {}): MarkdownSurroundings => ({
  words: zhCN.markdown,
  agent: "a",
  pictures: "ask",
  onOpenLink: () => undefined,
  isOwnFile: (link) => isFileOf("https://own.example/api/proxy/api/v1", link),
  content: () => Promise.reject(new Error("nobody asked")),
  onAllow: () => undefined,
  onSaveText: () => undefined,
  onShowFile: () => undefined,
  onSaveFile: () => undefined,
  ...over,
});

export const mounted = (text: string, surroundings = around()) =>
  render(
    <MarkdownContext value={surroundings}>
      <Markdown text={text} />
    </MarkdownContext>,
  );

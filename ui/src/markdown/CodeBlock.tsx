/** A fenced block: a diagram where it is one and complete, code otherwise. */
import type { ReactNode } from "react";
import { Code } from "./Code";
import { Diagram } from "./diagram/Diagram";
import { languageOf } from "./languages";

interface CodeBlockProps {
  code: string;
  language?: string;
  /** Text may come after it, or more of it. */
  live?: boolean;
  /** No more of it can come. */
  closed?: boolean;
}

export function CodeBlock({ code, language = "", live = false, closed = !live }: CodeBlockProps): ReactNode {
  const name = languageOf(language);
  if ((name === "mermaid" || name === "mmd") && closed) return <Diagram source={code} language={language} />;
  return <Code code={code} language={language} live={live} />;
}

/** Puts something on the clipboard and says so until the pointer or the focus leaves. */
import { type ReactNode, useState } from "react";
import { useMarkdown } from "./words";

interface CopyButtonProps {
  label: string;
  text: () => string;
  /** The same for programs that take formatted text. */
  html?: () => string;
}

export function CopyButton({ label, text, html }: CopyButtonProps): ReactNode {
  const { words } = useMarkdown();
  const [copied, setCopied] = useState(false);
  const copy = () => put(text(), html?.()).then(() => setCopied(true), () => setCopied(false));
  const reset = () => setCopied(false);
  return (
    <button type="button" onClick={copy} onPointerLeave={reset} onBlur={reset} aria-live="polite">
      {copied ? words.copied : label}
    </button>
  );
}

const as = (type: string, value: string) => ({ [type]: new Blob([value], { type }) });

async function put(text: string, html: string | undefined): Promise<void> {
  if (html === undefined || typeof ClipboardItem === "undefined") return navigator.clipboard.writeText(text);
  return navigator.clipboard.write([new ClipboardItem({ ...as("text/plain", text), ...as("text/html", html) })]);
}

/** Puts something on the clipboard and says so until the pointer or the focus leaves. */
import { type ReactNode, useState } from "react";
import { Icon, type IconName } from "../design/Icon";
import { putText } from "./clipboard";
import { useMarkdown } from "./words";

interface CopyButtonProps {
  label: string;
  icon?: IconName;
  text: () => string;
  /** The same for programs that take formatted text. */
  html?: () => string;
}

export function CopyButton({ label, icon = "copy", text, html }: CopyButtonProps): ReactNode {
  const { words } = useMarkdown();
  const [copied, setCopied] = useState(false);
  const copy = () => putText(text(), html?.()).then(() => setCopied(true), () => setCopied(false));
  const reset = () => setCopied(false);
  const name = copied ? words.copied : label;
  return (
    <button type="button" title={name} aria-label={name} onClick={copy} onPointerLeave={reset} onBlur={reset} aria-live="polite">
      <Icon name={copied ? "check" : icon} size={14} />
    </button>
  );
}

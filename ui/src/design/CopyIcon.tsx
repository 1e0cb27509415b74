/** Puts a text on the clipboard, and says so until the pointer or the focus leaves. */
import { useState } from "react";
import { IconButton } from "./Button";

interface Props {
  label: string;
  /** What it says once it has copied. */
  done: string;
  text: () => string;
  testId?: string | undefined;
}

export function CopyIcon({ label, done, text, testId }: Props) {
  const [copied, setCopied] = useState(false);
  const reset = () => setCopied(false);
  return (
    <span onPointerLeave={reset}>
      <IconButton
        small
        icon={copied ? "check" : "copy"}
        label={copied ? done : label}
        testId={testId}
        onBlur={reset}
        onPress={() => void navigator.clipboard.writeText(text()).then(() => setCopied(true), reset)}
      />
    </span>
  );
}

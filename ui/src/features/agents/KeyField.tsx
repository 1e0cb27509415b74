/** Where a key is entered. It is not shown, and leaves this field only towards the core. */
import { TextField } from "../../design/Field";

interface Props {
  label: string;
  value: string;
  onChange: (key: string) => void;
  onEnter?: () => void;
  onEscape?: (() => void) | undefined;
  description?: string;
  error?: string | undefined;
  autoFocus?: boolean;
  testId?: string;
}

export function KeyField({ testId = "agent-api-key", ...props }: Props) {
  return <TextField {...props} type="password" literal testId={testId} />;
}

const keychain = new Set(["keychainMissing", "keychainLocked", "keychainDenied"]);

/** Whether the key could be kept for this run instead. */
export function canKeepForSession(code: string): boolean {
  return keychain.has(code);
}

/** The system's own way to choose files, opened by something else. */
import { type Ref, useImperativeHandle, useRef } from "react";
import css from "./FilePicker.module.css";

export interface FilePickerHandle {
  open: () => void;
}

interface Props {
  label: string;
  onPick: (files: File[]) => void;
  testId?: string | undefined;
  ref?: Ref<FilePickerHandle> | undefined;
}

export function FilePicker({ label, onPick, testId, ref }: Props) {
  const input = useRef<HTMLInputElement>(null);
  useImperativeHandle(ref, () => ({ open: () => input.current?.click() }));
  return (
    <input
      ref={input}
      type="file"
      multiple
      className={css.input}
      tabIndex={-1}
      aria-label={label}
      data-testid={testId}
      onChange={(event) => {
        const files = [...(event.target.files ?? [])];
        // The same file can be chosen again.
        event.target.value = "";
        if (files.length > 0) onPick(files);
      }}
    />
  );
}

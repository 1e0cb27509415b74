/** A choice that is on or off, with its words. */
import type { ReactNode } from "react";

interface Props {
  checked: boolean;
  onChange: (checked: boolean) => void;
  title?: string | undefined;
  className?: string | undefined;
  children: ReactNode;
}

export function Checkbox({ checked, onChange, title, className, children }: Props) {
  return (
    <label className={className} title={title}>
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      {children}
    </label>
  );
}

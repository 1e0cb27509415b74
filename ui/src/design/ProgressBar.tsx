/** How far something is that takes a while. */
import { ProgressBar as AriaProgressBar } from "react-aria-components";
import css from "./ProgressBar.module.css";

interface Props {
  label: string;
  /** From 0 to 1; leave it out while nobody knows. */
  value?: number | undefined;
}

export function ProgressBar({ label, value }: Props) {
  return (
    <AriaProgressBar aria-label={label} value={(value ?? 0) * 100} isIndeterminate={value === undefined} className={css.bar ?? ""}>
      <span className={css.label}>{label}</span>
      <progress className={css.track} aria-hidden max={1} {...(value === undefined ? {} : { value })} />
    </AriaProgressBar>
  );
}

/** Words that are heard and not seen. */
import type { ReactNode } from "react";
import css from "./Said.module.css";

export function Said({ children }: { children: ReactNode }): ReactNode {
  return <span className={css.said}>{children}</span>;
}

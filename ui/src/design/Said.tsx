/** Words that are heard and not seen. What they stand in is positioned, so that they do not lengthen what scrolls around it. */
import type { ReactNode } from "react";
import css from "./Said.module.css";

export function Said({ children }: { children: ReactNode }): ReactNode {
  return <span className={css.said}>{children}</span>;
}

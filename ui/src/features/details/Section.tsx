/** A part of a page of the panel. */
import type { ReactNode } from "react";
import css from "./Section.module.css";

interface SectionProps {
  title: string;
  /** Beside the title. */
  beside?: ReactNode;
  children: ReactNode;
}

export function Section({ title, beside, children }: SectionProps): ReactNode {
  return (
    <section className={css.section} aria-label={title}>
      <header className={css.header}>
        <h3 className={css.title}>{title}</h3>
        {beside}
      </header>
      {children}
    </section>
  );
}

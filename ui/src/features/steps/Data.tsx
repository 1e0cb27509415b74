/** What went in or came out, as code. */
import type { ReactNode } from "react";
import { Code } from "../../markdown/Code";
import { pretty } from "./pretty";
import css from "./StepCard.module.css";

export function Data({ label, text }: { label?: string; text: string }): ReactNode {
  const { code, language } = pretty(text);
  return (
    <div className={css.data}>
      {label && <span className={css.label}>{label}</span>}
      <Code code={code} language={language} />
    </div>
  );
}

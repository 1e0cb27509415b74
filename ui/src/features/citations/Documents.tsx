/** Every passage, under the document it stands in; what comes from elsewhere is set apart. */
import type { ReactNode } from "react";
import { useWords } from "../../words/words";
import css from "./Documents.module.css";
import { Passage } from "./Passage";
import type { Document } from "./sources";

export function Documents({ documents }: { documents: readonly Document[] }): ReactNode {
  const words = useWords().citations;
  const several = documents.some(({ origin }) => origin !== "knowledge");
  return documents.map((document, index) => {
    const { origin, name, sources } = document;
    const heads = several && origin !== documents[index - 1]?.origin;
    return (
      <section key={index} className={css.document} aria-label={name || words.origins[origin]}>
        {heads && <h4 className={css.origin}>{words.origins[origin]}</h4>}
        {name !== "" && (
          <h5 className={css.name} dir="auto">
            {name}
          </h5>
        )}
        <ul className={css.passages}>
          {sources.map((source) => (
            <li key={source.number} className={css.passage} data-testid="citation">
              <Passage source={source} named />
            </li>
          ))}
        </ul>
      </section>
    );
  });
}

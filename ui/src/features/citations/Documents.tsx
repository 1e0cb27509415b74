/** Every passage, under the document it stands in; what comes from elsewhere is set apart. */
import type { ReactNode } from "react";
import { useWords } from "../../words/words";
import css from "./Documents.module.css";
import { Passage } from "./Passage";
import type { Document } from "./sources";

interface Props {
  documents: readonly Document[];
  /** Of the headings. */
  level: 3 | 4;
}

const headings = { 3: ["h3", "h4"], 4: ["h4", "h5"] } as const;

export function Documents({ documents, level }: Props): ReactNode {
  const words = useWords().citations;
  const several = documents.some(({ origin }) => origin !== "knowledge");
  const [Origin, Name] = headings[level];
  const Head = several ? Name : Origin;
  return documents.map((document, index) => {
    const { origin, name, sources } = document;
    const heads = several && origin !== documents[index - 1]?.origin;
    return (
      <section key={index} className={css.document} aria-label={name || words.origins[origin]}>
        {heads && <Origin className={css.origin}>{words.origins[origin]}</Origin>}
        {name !== "" && (
          <Head className={css.name} dir="auto">
            {name}
          </Head>
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

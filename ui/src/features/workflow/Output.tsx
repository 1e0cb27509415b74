/** What came out of a run: texts to be read, data as code, and all of it as it came. */
import { type ReactNode, useMemo, useState } from "react";
import { CopyIcon } from "../../design/CopyIcon";
import { Segmented } from "../../design/Segmented";
import { Code } from "../../markdown/Code";
import { Markdown } from "../../markdown/Markdown";
import { useWords } from "../../words/words";
import { pretty } from "../steps/pretty";
import { type Part, partsOf } from "./json";
import css from "./Output.module.css";

type View = "rendered" | "raw";

export function Output({ text }: { text: string }): ReactNode {
  const { workflow: words, chat } = useWords();
  const [view, setView] = useState<View>("rendered");
  const parts = useMemo(() => partsOf(text), [text]);
  const raw = useMemo(() => pretty(text), [text]);
  const plain = parts.length === 1 && parts[0]?.name === "" ? parts[0].text : text;
  return (
    <section className={css.output} aria-label={words.output}>
      <header className={css.header}>
        <h3 className={css.title}>{words.output}</h3>
        {parts.some((part) => part.kind === "text") && (
          <Segmented
            label={words.view}
            labelHidden
            value={view}
            options={[
              { value: "rendered", label: words.rendered },
              { value: "raw", label: words.raw },
            ]}
            onChange={setView}
          />
        )}
        {text !== "" && <CopyIcon label={words.copy} done={chat.copied} text={() => (view === "raw" ? text : plain)} />}
      </header>
      <div className={css.body} data-testid="workflow-output">
        {view === "raw" ? <Code code={raw.code} language={raw.language} /> : parts.map((part, index) => <Shown key={index} part={part} />)}
        {parts.length === 0 && <p className={css.nothing}>{words.noOutput}</p>}
      </div>
    </section>
  );
}

function Shown({ part: { name, kind, text } }: { part: Part }): ReactNode {
  return (
    <div className={css.part}>
      {name !== "" && <h4 className={css.name}>{name}</h4>}
      {kind === "json" ? (
        <Code code={text} language="json" />
      ) : (
        <div dir="auto">
          <Markdown text={text} />
        </div>
      )}
    </div>
  );
}

/**
 * A diagram: drawn away from the window and shown as a picture, in which no script runs and which loads nothing. Until
 * it is drawn, and where it cannot be, its source is shown.
 */
import { type ReactNode, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { Icon } from "../../design/Icon";
import { Code } from "../Code";
import codeCss from "../Code.module.css";
import { CopyButton } from "../CopyButton";
import { Viewer } from "../Viewer";
import { type MarkdownWords, useMarkdown } from "../words";
import type { Clean } from "./clean";
import css from "./Diagram.module.css";
import { addressOf } from "./address";
import { draw, type Drawn, drawnBefore } from "./draw";
import { currentLook, type Look } from "./look";

interface DiagramProps {
  source: string;
  language: string;
}

export function Diagram({ source, language }: DiagramProps): ReactNode {
  const { words } = useMarkdown();
  const look = useLook();
  const drawn = useDrawn(source, look);
  const [asSource, setAsSource] = useState(false);
  if (!drawn || "why" in drawn) {
    return (
      <>
        <Code code={source} language={language} />
        {drawn && <p className={css.why}>{reason(drawn.why, words)}</p>}
      </>
    );
  }
  if (asSource) {
    return (
      <Code code={source} language={language}>
        <button type="button" title={words.showDiagram} aria-label={words.showDiagram} onClick={() => setAsSource(false)}>
          <Icon name="flow" size={14} />
        </button>
      </Code>
    );
  }
  return <Picture source={source} language={language} drawing={drawn.drawing} look={look} onSource={() => setAsSource(true)} />;
}

interface PictureProps extends DiagramProps {
  drawing: Clean;
  look: Look;
  onSource: () => void;
}

function Picture({ source, language, drawing, look, onSource }: PictureProps): ReactNode {
  const { words, onSaveText } = useMarkdown();
  const [large, setLarge] = useState(false);
  const url = addressOf(drawing.svg);
  const save = () => onSaveText("diagram.svg", withGround(drawing.svg, look.colours.bg ?? ""));
  const enlarge = `${words.enlarge}: ${words.diagram}`;
  return (
    <figure className={codeCss.code} aria-label={words.diagram} dir="ltr">
      <figcaption className={codeCss.header}>
        <span className={codeCss.language}>{language}</span>
        <span className={codeCss.actions}>
          <button type="button" title={words.showSource} aria-label={words.showSource} onClick={onSource}>
            <Icon name="list" size={14} />
          </button>
          <button type="button" title={words.enlarge} aria-label={words.enlarge} onClick={() => setLarge(true)}>
            <Icon name="expand" size={14} />
          </button>
          <button type="button" title={words.saveDiagram} aria-label={words.saveDiagram} onClick={save}>
            <Icon name="export" size={14} />
          </button>
          <CopyButton label={words.copy} text={() => source} />
        </span>
      </figcaption>
      <button type="button" className={css.picture} aria-label={enlarge} title={words.enlarge} onClick={() => setLarge(true)}>
        <img src={url} alt={source} width={drawing.width} height={drawing.height} draggable={false} />
      </button>
      {large && <Viewer title={words.diagram} url={url} onClose={() => setLarge(false)} onSaveDrawing={save} />}
    </figure>
  );
}

function reason(why: Exclude<Drawn, { drawing: Clean }>["why"], words: MarkdownWords): string {
  if (why === "refused") return words.diagramRefused;
  return why === "tooLarge" ? words.diagramTooLarge : words.diagramFailed;
}

const painted = () => document.documentElement.dataset.theme;

function watchPainted(wake: () => void): () => void {
  const watch = new MutationObserver(wake);
  watch.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return () => watch.disconnect();
}

/** The window's look, again when another theme is painted. */
function useLook(): Look {
  const theme = useSyncExternalStore(watchPainted, painted);
  return useMemo(() => currentLook(theme), [theme]);
}

function useDrawn(source: string, look: Look): Drawn | undefined {
  const [drawn, setDrawn] = useState(() => ({ source, drawn: drawnBefore(source, look) }));
  useEffect(() => {
    let here = true;
    void draw(source, look).then((made) => here && setDrawn({ source, drawn: made }));
    return () => {
      here = false;
    };
  }, [source, look]);
  // In another theme the old drawing stands until the new one is there.
  return drawn.source === source ? drawn.drawn : undefined;
}

/** By itself a drawing needs the ground that its colours were chosen for. */
function withGround(svg: string, colour: string): string {
  return svg.replace("<svg ", `<svg style="background-color: ${colour.replace(/[^\w#(),.% ]/g, "")}" `);
}

/** A file by itself, sent or received: what can be seen or heard of it, what it is, and what can be done with it. */
import { type ReactNode, useState } from "react";
import { Button } from "../../design/Button";
import { Dialog, DialogActions, DialogBody } from "../../design/Dialog";
import { Player } from "../../markdown/Player";
import { worded } from "../../words/problems";
import { useLocale, useWords } from "../../words/words";
import css from "./FileDialog.module.css";
import { type Preview, type Previewed, usePreview } from "./preview";
import { size } from "./sizes";

interface Shown extends Previewed {
  size: number;
  url: string;
}

export interface FileAction {
  label: string;
  primary?: boolean;
  onAction: () => void;
}

interface Props {
  file: Shown;
  actions: readonly FileAction[];
  onClose: () => void;
}

export function FileDialog({ file, actions, onClose }: Props): ReactNode {
  const { files: words, general } = useWords();
  const locale = useLocale();
  const host = hostOf(file.url);
  const preview = usePreview(file);
  return (
    <Dialog title={file.name} open onClose={onClose} closeLabel={general.close} wide>
      <DialogBody>
        <Seen file={file} preview={preview} />
        <dl className={css.facts}>
          <dt>{words.kind}</dt>
          <dd>{preview.type || words.unknownKind}</dd>
          {file.size > 0 && (
            <>
              <dt>{words.size}</dt>
              <dd>{size(file.size, locale)}</dd>
            </>
          )}
          {host && (
            <>
              <dt>{words.from}</dt>
              <dd>{host}</dd>
            </>
          )}
        </dl>
      </DialogBody>
      {actions.length > 0 && (
        <DialogActions>
          {actions.map((action) => (
            <Button
              key={action.label}
              variant={action.primary ? "primary" : "plain"}
              onPress={() => {
                action.onAction();
                onClose();
              }}
            >
              {action.label}
            </Button>
          ))}
        </DialogActions>
      )}
    </Dialog>
  );
}

function Seen({ file, preview }: { file: Shown; preview: Preview }): ReactNode {
  const words = useWords();
  const [unplayable, setUnplayable] = useState(false);
  const { files, markdown } = words;
  switch (preview.state) {
    case "picture":
      return <img className={css.picture} src={preview.url} alt={file.name} data-testid="file-preview" />;
    case "text":
      return (
        <pre className={css.text} dir="auto" tabIndex={0} aria-label={file.name} data-testid="file-preview">
          {preview.text}
        </pre>
      );
    case "audio":
    case "video":
      if (unplayable) return <p className={css.none}>{markdown.unplayable}</p>;
      return (
        <div className={css.player} data-testid="file-preview">
          <Player url={preview.url} kind={preview.state} name={file.name} words={markdown} onBroken={() => setUnplayable(true)} />
        </div>
      );
    case "failed": {
      const { title, advice } = worded(preview.problem, words);
      return <p className={css.none}>{[title, advice].filter(Boolean).join(" ")}</p>;
    }
    case "loading":
      return <p className={css.none}>{files.loading}</p>;
    case "none":
      return <p className={css.none}>{file.kept ? files.noPreview : files.notHere}</p>;
  }
}

/** The host of an address that can be shown to a person; empty where there is none. */
export function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return "";
  }
}

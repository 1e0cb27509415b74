/** A file by itself: what can be seen of it, what it is, and what can be done with it. */
import type { ReactNode } from "react";
import { Button } from "../../design/Button";
import { Dialog, DialogActions, DialogBody } from "../../design/Dialog";
import { useLocale, useWords } from "../../words/words";
import css from "./FileDialog.module.css";
import { type Previewed, usePreview } from "./preview";
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
  return (
    <Dialog title={file.name} open onClose={onClose} closeLabel={general.close} wide>
      <DialogBody>
        <Seen file={file} />
        <dl className={css.facts}>
          <dt>{words.kind}</dt>
          <dd>{file.mediaType || words.unknownKind}</dd>
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

function Seen({ file }: { file: Shown }): ReactNode {
  const { files: words } = useWords();
  const preview = usePreview(file);
  if (preview.state === "picture") return <img className={css.picture} src={preview.url} alt={file.name} data-testid="file-preview" />;
  if (preview.state === "text") {
    return (
      <pre className={css.text} dir="auto" tabIndex={0} aria-label={file.name} data-testid="file-preview">
        {preview.text}
      </pre>
    );
  }
  return <p className={css.none}>{preview.state === "loading" ? "" : file.kept ? words.noPreview : words.notHere}</p>;
}

/** The host of an address that can be shown to a person; empty where there is none. */
export function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return "";
  }
}

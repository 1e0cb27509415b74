/** A file in small: its picture or its kind, its name, a line about it, and buttons. */
import type { ReactNode } from "react";
import { Icon, type IconName } from "../../design/Icon";
import { PlainButton } from "../../design/PlainButton";
import { Said } from "../../design/Said";
import css from "./Chip.module.css";
import { isPicture, isText } from "./kinds";
import { type Previewed, usePreview } from "./preview";

interface Props {
  file: Previewed;
  /** The name of the button that shows it. */
  label: string;
  line: string;
  state?: string | undefined;
  /** Its state is none of a file's: a picture from an address is not fetched for a look. */
  icon?: IconName | undefined;
  testId: string;
  onShow: () => void;
  children?: ReactNode;
}

export function Chip({ file, label, line, state, icon, testId, onShow, children }: Props): ReactNode {
  return (
    <li className={css.chip} data-state={state} data-testid={testId}>
      <PlainButton className={css.show} onPress={onShow}>
        <Small file={file} icon={icon ?? iconOf(file)} />
        <span className={css.words}>
          <Said>{label}</Said>
          <bdi className={css.name} title={file.name} aria-hidden="true">
            {file.name}
          </bdi>
          <span className={css.line}>{line}</span>
        </span>
      </PlainButton>
      {children}
    </li>
  );
}

function Small({ file, icon }: { file: Previewed; icon: IconName }): ReactNode {
  const preview = usePreview(file, isPicture(file.mediaType));
  return (
    <span className={css.small}>
      {preview.state === "picture" ? <img className={css.picture} src={preview.url} alt="" /> : <Icon name={icon} size={17} />}
    </span>
  );
}

function iconOf({ mediaType, name }: Previewed): IconName {
  if (isPicture(mediaType)) return "picture";
  return isText({ name, type: mediaType }) ? "text" : "file";
}

export function Chips({ label, children }: { label: string; children: ReactNode }): ReactNode {
  return (
    <ul className={css.chips} aria-label={label}>
      {children}
    </ul>
  );
}

/** Copies an answer in the form that the person last chose, and says so until the pointer or the focus leaves. */
import { type ReactNode, useState } from "react";
import { IconButton } from "../../design/Button";
import { type Action, MenuButton } from "../../design/Menu";
import type { CopyForm } from "../../host/types";
import { putText } from "../../markdown/clipboard";
import { plainText, richText } from "../../markdown/forms";
import { choose, settings } from "../../model/settings";
import { useStore } from "../../model/store";
import { useWords } from "../../words/words";
import css from "./AnswerActions.module.css";

const forms: readonly CopyForm[] = ["markdown", "plain", "rich"];

export function CopyAnswer({ text }: { text: string }): ReactNode {
  const { chat, copying } = useWords();
  const { copyAs } = useStore(settings);
  const [copied, setCopied] = useState(false);
  const reset = () => setCopied(false);
  const copy = (form: CopyForm) => void put(text, form).then(() => setCopied(true), reset);
  const actions = forms.map(
    (form): Action => ({
      id: form,
      label: copying[form],
      icon: form === copyAs ? "check" : "copy",
      onAction: () => {
        copy(form);
        void choose({ copyAs: form }).catch(() => undefined);
      },
    }),
  );
  const label = copied ? chat.copied : copyAs === "markdown" ? chat.copyAnswer : copying[copyAs];
  return (
    <span className={css.copy} onPointerLeave={reset}>
      <IconButton small icon={copied ? "check" : "copy"} label={label} testId="copy-answer" onBlur={reset} onPress={() => copy(copyAs)} />
      <MenuButton small icon="chevronDown" label={copying.more} actions={actions} />
    </span>
  );
}

async function put(text: string, form: CopyForm): Promise<void> {
  if (form === "markdown") return putText(text);
  return form === "plain" ? putText(plainText(text)) : putText(plainText(text), richText(text));
}

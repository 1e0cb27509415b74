/** Saves conversations among the downloads, in the form and with the parts that the person wants. */
import { Button } from "../../design/Button";
import { Checkbox } from "../../design/Checkbox";
import { Dialog, DialogActions, DialogBody } from "../../design/Dialog";
import { Segmented } from "../../design/Segmented";
import { toast } from "../../design/Toast";
import { host } from "../../host/host";
import type { Form, Include, Saved } from "../../host/types";
import { store, useStore } from "../../model/store";
import { useLocale, useWords, words } from "../../words/words";
import { sayProblem } from "../problems/say";
import css from "./ExportDialog.module.css";
import { exporting, type Exporting } from "./exporting";
import { Going } from "./Going";
import { useWork } from "./useWork";

type Part = Exclude<keyof Include, "language">;

const parts: readonly Part[] = ["citations", "thoughts", "metrics", "alternates", "variables"];

/** The last choice holds for the next export as well. */
const chosen = store<{ form: Form; parts: readonly Part[] }>({ form: "markdown", parts: ["citations"] });

export function ExportDialog() {
  const asked = useStore(exporting);
  return asked ? <Open asked={asked} /> : null;
}

function Open({ asked }: { asked: Exporting }) {
  const { transfer, general } = useWords();
  const language = useLocale();
  const choice = useStore(chosen);
  const work = useWork();
  const close = () => {
    if (work.running) work.cancel();
    exporting.set(undefined);
  };
  const save = async () => {
    const has = (part: Part) => choice.parts.includes(part);
    const include: Include = {
      thoughts: has("thoughts"),
      citations: has("citations"),
      metrics: has("metrics"),
      alternates: has("alternates"),
      variables: has("variables"),
      language,
    };
    const saved = await work.run((onProgress) => host.saveExport(asked.scope, choice.form, include, onProgress));
    if (saved === undefined) return;
    exporting.set(undefined);
    if (saved === null) toast({ text: words().transfer.cancelled });
    else say(saved);
  };
  return (
    <Dialog title={asked.title} open onClose={close} closeLabel={general.close}>
      <DialogBody>
        <Segmented<Form>
          label={transfer.form}
          value={choice.form}
          options={(["markdown", "page", "text", "lines"] as const).map((form) => ({ value: form, label: transfer.forms[form] }))}
          onChange={(form) => chosen.set({ ...choice, form })}
          description={transfer.formAbout[choice.form]}
          testId="export-form"
        />
        {choice.form !== "lines" && <Parts chosen={choice.parts} onChange={(parts) => chosen.set({ ...choice, parts })} />}
        <Going work={work} label={transfer.exporting} />
      </DialogBody>
      <DialogActions>
        <Button onPress={close}>{general.cancel}</Button>
        <Button variant="primary" icon="export" isDisabled={work.running} onPress={() => void save()} testId="export-save">
          {transfer.save}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function Parts({ chosen, onChange }: { chosen: readonly Part[]; onChange: (parts: readonly Part[]) => void }) {
  const { transfer } = useWords();
  return (
    <fieldset className={css.parts}>
      <legend className={css.legend}>{transfer.include}</legend>
      {parts.map((part) => (
        <Checkbox
          key={part}
          className={css.part}
          checked={chosen.includes(part)}
          onChange={(checked) => onChange(checked ? [...chosen, part] : chosen.filter((one) => one !== part))}
        >
          {transfer.includes[part]}
        </Checkbox>
      ))}
    </fieldset>
  );
}

function say({ name, folder }: Saved): void {
  const { transfer } = words();
  toast({ text: transfer.saved(name), action: { label: transfer.show, onAction: () => void host.showSaved(folder, name).catch(sayProblem) } });
}

/** Values kept under a name: used again, kept, renamed, deleted. */
import { type ReactNode, useState } from "react";
import { Button, IconButton } from "../../design/Button";
import { TextField } from "../../design/Field";
import { MenuButton } from "../../design/Menu";
import { toast } from "../../design/Toast";
import { host } from "../../host/host";
import type { Agent, ConversationId, Preset, Values } from "../../host/types";
import { useWords } from "../../words/words";
import { sayProblem } from "../problems/say";
import { write } from "./edits";
import css from "./Presets.module.css";
import { known } from "./rules";

interface PresetsProps {
  agent: Agent;
  conversation: ConversationId;
  /** What the form shows. */
  values: Values;
}

export function Presets({ agent, conversation, values }: PresetsProps): ReactNode {
  const words = useWords().variables;
  const [doing, setDoing] = useState<"naming" | "sorting">();
  const { presets, variables } = agent;
  const fill = (preset: Preset) => {
    const blank = Object.fromEntries(variables.map(({ key }) => [key, ""]));
    write(conversation, { ...blank, ...known(variables, preset.values) });
    const undo = () => write(conversation, { ...blank, ...known(variables, values) });
    toast({ text: words.presetUsed(preset.name), action: { label: words.undo, onAction: undo } });
  };
  return (
    <>
      <MenuButton
        worded
        small
        icon="list"
        label={words.presets}
        actions={[
          ...presets.map((preset) => ({ id: preset.id, label: preset.name, onAction: () => fill(preset) })),
          { id: "keep", label: words.keepPreset, icon: "plus", apart: presets.length > 0, onAction: () => setDoing("naming") },
          ...(presets.length > 0 ? [{ id: "sort", label: words.sortPresets, icon: "pencil" as const, onAction: () => setDoing("sorting") }] : []),
        ]}
      />
      {doing === "naming" && <Keep agent={agent} values={known(variables, values)} onDone={() => setDoing(undefined)} />}
      {doing === "sorting" && presets.length > 0 && <Sort agent={agent} onDone={() => setDoing(undefined)} />}
    </>
  );
}

/** A name for what the form shows. */
function Keep({ agent, values, onDone }: { agent: Agent; values: Values; onDone: () => void }): ReactNode {
  const { variables: words, general } = useWords();
  const [name, setName] = useState("");
  const wanted = name.trim();
  const save = () => {
    if (wanted === "") return;
    host.savePreset(agent.id, wanted, values).then(onDone, sayProblem);
  };
  const there = agent.presets.some((preset) => preset.name === wanted);
  return (
    <div className={css.box}>
      <TextField
        label={words.presetName}
        value={name}
        onChange={setName}
        onEnter={save}
        onEscape={onDone}
        description={there ? words.presetReplaced : words.presetAbout}
        autoFocus
      />
      <div className={css.ways}>
        <Button small variant="ghost" onPress={onDone}>
          {general.cancel}
        </Button>
        <Button small isDisabled={wanted === ""} onPress={save}>
          {words.keep}
        </Button>
      </div>
    </div>
  );
}

function Sort({ agent, onDone }: { agent: Agent; onDone: () => void }): ReactNode {
  const { variables: words, general } = useWords();
  return (
    <section className={css.box} aria-label={words.sortPresets}>
      <ul className={css.list}>
        {agent.presets.map((preset) => (
          <Entry key={preset.id} agent={agent} preset={preset} />
        ))}
      </ul>
      <div className={css.ways}>
        <Button small variant="ghost" onPress={onDone}>
          {general.close}
        </Button>
      </div>
    </section>
  );
}

function Entry({ agent, preset }: { agent: Agent; preset: Preset }): ReactNode {
  const { variables: words, general } = useWords();
  const [name, setName] = useState<string>();
  const taken = agent.presets.some((other) => other.id !== preset.id && other.name === name?.trim());
  const rename = () => {
    const wanted = name?.trim() ?? "";
    if (taken) return;
    if (wanted !== "" && wanted !== preset.name) host.renamePreset(preset.id, wanted).catch(sayProblem);
    setName(undefined);
  };
  const remove = () => {
    const restore = () => void host.savePreset(agent.id, preset.name, preset.values).catch(sayProblem);
    host
      .removePreset(preset.id)
      .then(() => toast({ text: words.presetRemoved(preset.name), action: { label: general.undo, onAction: restore } }), sayProblem);
  };
  if (name !== undefined) {
    return (
      <li>
        <TextField
          label={words.presetName}
          labelHidden
          inPlace
          value={name}
          onChange={setName}
          onEnter={rename}
          onEscape={() => setName(undefined)}
          onBlur={rename}
          error={taken ? words.presetTaken : undefined}
          autoFocus
        />
      </li>
    );
  }
  return (
    <li>
      <span className={css.name} dir="auto">
        {preset.name}
      </span>
      <IconButton small icon="pencil" label={words.renamePreset(preset.name)} onPress={() => setName(preset.name)} />
      <IconButton small icon="trash" label={words.removePreset(preset.name)} onPress={remove} />
    </li>
  );
}

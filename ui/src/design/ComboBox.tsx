/** One of many: a line to write in, and the choices that fit what is written. What is written stays, even if it is none of them. */
import { type KeyboardEvent, type ReactNode, useContext, useState } from "react";
import { ComboBox as AriaComboBox, Button, ComboBoxStateContext, Input, ListBox, ListBoxItem, Popover } from "react-aria-components";
import css from "./ComboBox.module.css";
import { useComposition } from "./composing";
import { Frame } from "./Field";
import field from "./Field.module.css";
import { Icon } from "./Icon";

export interface ComboBoxProps {
  label: string;
  value: string;
  choices: readonly string[];
  onChange: (value: string) => void;
  /** Enter that neither belongs to a composition nor to the list. */
  onEnter?: (() => void) | undefined;
  description?: ReactNode;
  /** Why what is written cannot be used. */
  error?: string | undefined;
  required?: boolean | undefined;
  placeholder?: string | undefined;
  /** The name of the button that shows all choices. */
  openLabel: string;
  /** Said where no choice fits. */
  nothingFits: string;
  /** Said of the choices that fit and are not shown. */
  more: (count: number) => string;
  testId?: string | undefined;
  dataKey?: string | undefined;
}

/** Whoever needs more of a list writes a letter more. */
const mostShown = 100;

export function ComboBox(props: ComboBoxProps) {
  const { value, choices, onChange, description, error, required, placeholder, openLabel, nothingFits, more, testId, dataKey } = props;
  const all = [...new Set(choices)];
  const [chosen, setChosen] = useState(value);
  const [open, setOpen] = useState(false);
  // Who is choosing has not chosen wrongly yet.
  const wrong = open ? undefined : error;
  // A choice that was made shows the others as well.
  const fitting = chosen === value ? all : fittingIn(all, value);
  const items = fitting.slice(0, mostShown).map((id) => ({ id }));
  const choose = (next: string) => {
    setChosen(next);
    onChange(next);
  };
  const settle = () => {
    const same = all.find((choice) => folded(choice) === folded(value));
    if (same !== undefined) choose(same);
  };
  return (
    <AriaComboBox
      className={field.field ?? ""}
      items={items}
      inputValue={value}
      onInputChange={onChange}
      selectedKey={chosen === value && all.includes(value) ? value : null}
      onSelectionChange={(key) => key !== null && choose(String(key))}
      onBlur={settle}
      allowsCustomValue
      allowsEmptyCollection
      onOpenChange={setOpen}
      isInvalid={Boolean(wrong)}
      isRequired={required ?? false}
      validationBehavior="aria"
    >
      <Frame label={props.label} description={description} error={wrong} required={required}>
        <Line onEnter={props.onEnter} only={onlyOf(fitting, value)}>
          <Input className={field.input ?? ""} placeholder={placeholder} data-testid={testId} data-key={dataKey} autoComplete="off" />
          <Button className={css.open ?? ""} aria-label={openLabel}>
            <Icon name="chevronDown" size={14} />
          </Button>
        </Line>
      </Frame>
      <Popover className={css.popover ?? ""} offset={4}>
        <ListBox<{ id: string }> className={css.list ?? ""} renderEmptyState={() => <p className={css.note}>{nothingFits}</p>}>
          {({ id }) => (
            <ListBoxItem id={id} textValue={id} className={css.choice ?? ""}>
              {id}
            </ListBoxItem>
          )}
        </ListBox>
        {fitting.length > mostShown && <p className={css.note}>{more(fitting.length - mostShown)}</p>}
      </Popover>
    </AriaComboBox>
  );
}

interface LineProps {
  onEnter: (() => void) | undefined;
  /** The choice that is meant though it is not chosen. */
  only: string | undefined;
  children: ReactNode;
}

/** The line with its button. It has the keys first, because an input method's must not reach the list. */
function Line({ onEnter, only, children }: LineProps) {
  const state = useContext(ComboBoxStateContext);
  const composition = useComposition();
  const onKey = (event: KeyboardEvent) => {
    if (composition.owns(event)) {
      event.stopPropagation();
      if (event.key === "Enter" && !event.nativeEvent.isComposing) event.preventDefault();
    } else if (event.key === "Escape" && state?.isOpen) {
      // It puts away the list, and not what is below it.
      event.stopPropagation();
      state.close();
    } else if (event.key === "Enter" && state?.isOpen && state.selectionManager.focusedKey === null) {
      event.preventDefault();
      event.stopPropagation();
      // Chosen by the list itself, which closes by it; else it would open again for what is new in the line.
      if (only === undefined) state.close();
      else state.selectionManager.select(only);
    } else if (event.key === "Enter" && !state?.isOpen) {
      event.preventDefault();
      event.stopPropagation();
      onEnter?.();
    }
  };
  return (
    <div
      role="presentation"
      className={css.line ?? ""}
      onKeyDownCapture={onKey}
      onKeyUp={composition.handlers.onKeyUp}
      onCompositionEnd={composition.handlers.onCompositionEnd}
      onClick={(event) => event.target instanceof HTMLInputElement && !state?.isOpen && state?.open(null, "manual")}
    >
      {children}
    </div>
  );
}

const folded = (text: string) => text.normalize("NFKC").trim().toLowerCase();

/** Those that begin with what is written come first. */
function fittingIn(choices: readonly string[], written: string): string[] {
  const wanted = folded(written);
  const fitting = choices.filter((choice) => folded(choice).includes(wanted));
  const begins = fitting.filter((choice) => folded(choice).startsWith(wanted));
  return [...begins, ...fitting.filter((choice) => !begins.includes(choice))];
}

function onlyOf(fitting: readonly string[], written: string): string | undefined {
  if (written.trim() === "") return undefined;
  return fitting.find((choice) => folded(choice) === folded(written)) ?? (fitting.length === 1 ? fitting[0] : undefined);
}

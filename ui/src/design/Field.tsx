/** A line or a paragraph to write, with its name, what it is for, and what is wrong with it. */
import { useCallback, useRef, type ClipboardEvent, type CompositionEvent, type KeyboardEvent, type ReactNode, type Ref } from "react";
import { FieldError, Input, Label, Text, TextArea as AriaTextArea, TextField as AriaTextField } from "react-aria-components";
import { useComposition } from "./composing";
import css from "./Field.module.css";
import { undoByKey } from "./undo";

interface Written {
  label: string;
  /** The label is for screen readers only: the place says what is written. */
  labelHidden?: boolean | undefined;
  value: string;
  onChange: (value: string) => void;
  /** Enter outside a composition; Shift+Enter in a paragraph breaks the line instead. */
  onEnter?: ((event: KeyboardEvent) => void) | undefined;
  /** Esc outside a composition. */
  onEscape?: (() => void) | undefined;
  onBlur?: (() => void) | undefined;
  placeholder?: string | undefined;
  description?: ReactNode;
  /** Why what is written cannot be used. */
  error?: string | undefined;
  /** It cannot stay empty. */
  required?: boolean | undefined;
  /** How much is written, beside the label. */
  counter?: ReactNode;
  /** What it stands for, where several have the same handle. */
  dataKey?: string | undefined;
  disabled?: boolean | undefined;
  autoFocus?: boolean | undefined;
  testId?: string | undefined;
}

function useKeys({ onEnter, onEscape }: Pick<Written, "onEnter" | "onEscape">) {
  const composition = useComposition();
  const onKeyDown = useCallback(
    (event: KeyboardEvent) => {
      if (composition.owns(event)) {
        // The input method's keys stop here: no dialog closes and no form is sent by them.
        event.stopPropagation();
        if (event.key === "Enter" && !event.nativeEvent.isComposing) event.preventDefault();
        return;
      }
      if (event.key === "Enter" && onEnter) onEnter(event);
      if (event.key === "Escape" && onEscape) {
        event.stopPropagation();
        onEscape();
      }
    },
    [composition, onEnter, onEscape],
  );
  return { ...composition.handlers, onKeyDown };
}

type Framed = Pick<Written, "label" | "labelHidden" | "description" | "error" | "required" | "counter">;

/** What stands around a field of any kind. */
export function Frame({ label, labelHidden, description, error, required, counter, children }: Framed & { children: ReactNode }) {
  return (
    <>
      <div className={css.head}>
        <Label className={(labelHidden ? css.hidden : css.label) ?? ""}>
          {label}
          {required && <span className={css.star} aria-hidden="true" />}
        </Label>
        {counter}
      </div>
      {children}
      {description && !error && (
        <Text slot="description" className={css.description ?? ""}>
          {description}
        </Text>
      )}
      <FieldError className={css.error ?? ""}>{error}</FieldError>
    </>
  );
}

/** The list that fits what is written: the arrow keys go through it while the focus stays in the field. */
export interface FieldList {
  /** Its element. */
  id: string;
  /** The entry that Enter takes. */
  active: string | undefined;
}

export interface TextFieldProps extends Written {
  type?: "text" | "password" | "url" | undefined;
  /** What is written without what an input method is still composing; told with the composition's end. */
  onSettled?: ((value: string) => void) | undefined;
  list?: FieldList | undefined;
  /** Keys that are neither the input method's nor Enter or Esc. */
  onKey?: ((event: KeyboardEvent<HTMLInputElement>) => void) | undefined;
  /** Without a border of its own: what surrounds it has one. */
  bare?: boolean | undefined;
  /** Small, for a name that is edited where it stands. */
  inPlace?: boolean | undefined;
  /** Technical text: no spelling help, no capitals. */
  literal?: boolean | undefined;
  ref?: Ref<HTMLInputElement> | undefined;
}

/** Tells of what is written, and of what is not composed any more. */
function useSettled({ onChange, onSettled }: Pick<TextFieldProps, "onChange" | "onSettled">) {
  const composing = useRef(false);
  return {
    change: (value: string) => {
      onChange(value);
      if (!composing.current) onSettled?.(value);
    },
    onCompositionStart: () => {
      composing.current = true;
    },
    onComposed: (event: CompositionEvent<HTMLInputElement>) => {
      composing.current = false;
      onSettled?.(event.currentTarget.value);
    },
  };
}

export function TextField(props: TextFieldProps) {
  const { value, onBlur, disabled, autoFocus, testId, type = "text", inPlace, bare, literal, ref, placeholder, list } = props;
  const keys = useKeys(props);
  const { change, onCompositionStart, onComposed } = useSettled(props);
  return (
    <AriaTextField
      className={css.field ?? ""}
      value={value}
      onChange={change}
      type={type}
      autoFocus={autoFocus ?? false}
      isDisabled={disabled ?? false}
      isInvalid={Boolean(props.error)}
      isRequired={props.required ?? false}
      validationBehavior="aria"
      {...(onBlur && { onBlur })}
    >
      <Frame {...props}>
        <Input
          {...keys}
          onKeyDown={(event) => {
            keys.onKeyDown(event);
            if (!event.isPropagationStopped() && event.key !== "Enter" && event.key !== "Escape") props.onKey?.(event);
            undoByKey(event);
          }}
          onCompositionStart={onCompositionStart}
          onCompositionEnd={(event) => {
            keys.onCompositionEnd(event);
            onComposed(event);
          }}
          {...(list && listed(list))}
          ref={ref}
          className={css.input ?? ""}
          placeholder={placeholder}
          data-bare={bare || undefined}
          data-in-place={inPlace || undefined}
          data-literal={literal || undefined}
          data-testid={testId}
          data-key={props.dataKey}
          autoComplete="off"
          {...((literal || type === "password") && { spellCheck: false, autoCapitalize: "none", autoCorrect: "off" })}
        />
      </Frame>
    </AriaTextField>
  );
}

/** How a screen reader knows of the list. */
function listed({ id, active }: FieldList) {
  return {
    role: "combobox",
    "aria-autocomplete": "list" as const,
    "aria-expanded": true,
    "aria-haspopup": "listbox" as const,
    "aria-controls": id,
    ...(active !== undefined && { "aria-activedescendant": active }),
  };
}

export interface TextAreaProps extends Written {
  rows?: number | undefined;
  /** Without a border of its own: what surrounds it has one. */
  bare?: boolean | undefined;
  /** Technical text: no spelling help, no capitals. */
  literal?: boolean | undefined;
  /** What is wrong with it is said elsewhere, in the element with this id. */
  invalid?: boolean | undefined;
  describedBy?: string | undefined;
  /** Keys that are neither the input method's nor Enter or Esc. */
  onKey?: ((event: KeyboardEvent<HTMLTextAreaElement>) => void) | undefined;
  onPaste?: ((event: ClipboardEvent<HTMLTextAreaElement>) => void) | undefined;
  ref?: Ref<HTMLTextAreaElement> | undefined;
}

export function TextArea(props: TextAreaProps) {
  const { value, onChange, onBlur, disabled, autoFocus, testId, rows, bare, literal, invalid, describedBy, ref, placeholder, onKey, onPaste } = props;
  const keys = useKeys(props);
  return (
    <AriaTextField
      className={css.field ?? ""}
      value={value}
      onChange={onChange}
      autoFocus={autoFocus ?? false}
      isDisabled={disabled ?? false}
      isInvalid={Boolean(props.error) || (invalid ?? false)}
      isRequired={props.required ?? false}
      {...(describedBy && { "aria-describedby": describedBy })}
      validationBehavior="aria"
      {...(onBlur && { onBlur })}
    >
      <Frame {...props}>
        <AriaTextArea
          {...keys}
          onKeyDown={(event) => {
            keys.onKeyDown(event);
            if (!event.isPropagationStopped() && event.key !== "Enter" && event.key !== "Escape") onKey?.(event);
            undoByKey(event);
          }}
          ref={ref}
          rows={rows ?? 3}
          className={css.input ?? ""}
          placeholder={placeholder}
          data-bare={bare || undefined}
          data-literal={literal || undefined}
          data-testid={testId}
          data-key={props.dataKey}
          {...(literal && { spellCheck: false, autoCapitalize: "none", autoCorrect: "off" })}
          {...(onPaste && { onPaste })}
        />
      </Frame>
    </AriaTextField>
  );
}

/** One of a few, all in sight. */
import { type ReactNode, useId } from "react";
import { Radio, RadioGroup } from "react-aria-components";
import { Frame } from "./Field";
import css from "./Segmented.module.css";

interface Props<Value extends string> {
  label: string;
  /** The label is for screen readers only: the place says what is chosen. */
  labelHidden?: boolean | undefined;
  value: Value;
  options: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
  description?: ReactNode;
  /** Why it cannot stay so. */
  error?: string | undefined;
  required?: boolean | undefined;
  testId?: string | undefined;
  /** What it stands for, where several have the same handle. */
  dataKey?: string | undefined;
}

export function Segmented<Value extends string>(props: Props<Value>) {
  const { label, labelHidden, value, options, onChange, description, error, required, testId, dataKey } = props;
  const name = useId();
  return (
    <RadioGroup
      className={css.group ?? ""}
      value={value}
      onChange={(chosen) => onChange(chosen as Value)}
      orientation="horizontal"
      isInvalid={Boolean(error)}
      isRequired={required ?? false}
      validationBehavior="aria"
      data-testid={testId}
      data-key={dataKey}
      name={name}
    >
      <Frame label={label} labelHidden={labelHidden} description={description} error={error} required={required}>
        <div className={css.options} data-invalid={Boolean(error) || undefined}>
          {options.map((option) => (
            <Radio key={option.value} value={option.value} className={css.option ?? ""} data-value={option.value}>
              {option.label}
            </Radio>
          ))}
        </div>
      </Frame>
    </RadioGroup>
  );
}

/** One of a few, all in sight. */
import { useId } from "react";
import { Label, Radio, RadioGroup } from "react-aria-components";
import css from "./Segmented.module.css";

interface Props<Value extends string> {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
  testId?: string | undefined;
}

export function Segmented<Value extends string>({ label, value, options, onChange, testId }: Props<Value>) {
  const name = useId();
  return (
    <RadioGroup
      className={css.group ?? ""}
      value={value}
      onChange={(chosen) => onChange(chosen as Value)}
      orientation="horizontal"
      data-testid={testId}
      name={name}
    >
      <Label className={css.label ?? ""}>{label}</Label>
      <div className={css.options}>
        {options.map((option) => (
          <Radio key={option.value} value={option.value} className={css.option ?? ""} data-value={option.value}>
            {option.label}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}

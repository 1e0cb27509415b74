/** A place between a beginning and an end. */
import css from "./Slider.module.css";

interface Props {
  label: string;
  value: number;
  most: number;
  step: number;
  /** The place in words. */
  said: string;
  disabled?: boolean | undefined;
  onChange: (value: number) => void;
}

export function Slider({ label, value, most, step, said, disabled, onChange }: Props) {
  return (
    <input
      type="range"
      className={css.slider}
      aria-label={label}
      aria-valuetext={said}
      min={0}
      max={most}
      step={step}
      value={value}
      disabled={disabled}
      onChange={(event) => onChange(event.target.valueAsNumber)}
    />
  );
}

/** A button that looks like nothing: its place gives it its look. */
import type { Ref } from "react";
import { Button, type ButtonProps } from "react-aria-components";

interface Props extends Omit<ButtonProps, "className" | "style"> {
  className: string | undefined;
  testId?: string | undefined;
  ref?: Ref<HTMLButtonElement> | undefined;
  [data: `data-${string}`]: string | number | boolean | undefined;
}

export function PlainButton({ className, testId, ...passed }: Props) {
  return <Button {...passed} className={className ?? ""} data-testid={testId} />;
}

/** Buttons: with words, or with a drawing whose name is its label and its tooltip. */
import type { ReactNode, Ref } from "react";
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from "react-aria-components";
import css from "./Button.module.css";
import { Icon, type IconName } from "./Icon";
import { Tooltip } from "./Tooltip";

type Passed = Omit<AriaButtonProps, "children" | "className" | "style">;

export type PressEvent = Parameters<NonNullable<AriaButtonProps["onPress"]>>[0];

export interface ButtonProps extends Passed {
  /** What it is for: the way on, a choice, an aside, or a loss. */
  variant?: "primary" | "plain" | "ghost" | "danger" | undefined;
  icon?: IconName | undefined;
  /** Rounded like the one that sends. */
  pill?: boolean | undefined;
  small?: boolean | undefined;
  children: ReactNode;
  testId?: string | undefined;
  ref?: Ref<HTMLButtonElement> | undefined;
}

export function Button({ variant = "plain", icon, pill, small, children, testId, ...passed }: ButtonProps) {
  return (
    <AriaButton
      {...passed}
      className={css.button ?? ""}
      data-variant={variant}
      data-pill={pill || undefined}
      data-small={small || undefined}
      data-testid={testId}
    >
      {icon && <Icon name={icon} size={small ? 14 : 16} />}
      {children}
    </AriaButton>
  );
}

export interface IconButtonProps extends Passed {
  icon: IconName;
  /** Its name, also shown when the pointer rests on it. */
  label: string;
  /** The keys that do the same, shown beside the name. */
  shortcut?: string | undefined;
  small?: boolean | undefined;
  /** Whether what it switches is on; leave out where it switches nothing. */
  pressed?: boolean | undefined;
  testId?: string | undefined;
  ref?: Ref<HTMLButtonElement> | undefined;
}

export function IconButton({ icon, label, shortcut, small, pressed, testId, ...passed }: IconButtonProps) {
  return (
    <Tooltip text={label} shortcut={shortcut}>
      <AriaButton
        {...passed}
        aria-label={label}
        {...(pressed === undefined ? undefined : { "aria-pressed": pressed })}
        className={css.icon ?? ""}
        data-small={small || undefined}
        data-testid={testId}
      >
        <Icon name={icon} size={small ? 15 : 16} />
      </AriaButton>
    </Tooltip>
  );
}

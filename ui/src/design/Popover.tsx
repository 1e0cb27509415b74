/** More about something, laid beside the button that asked for it. */
import type { ReactNode } from "react";
import { Button, Dialog, DialogTrigger, Popover as AriaPopover } from "react-aria-components";
import css from "./Popover.module.css";

interface Props {
  /** The button's name. */
  label: string;
  /** What the button shows. */
  trigger: ReactNode;
  className?: string | undefined;
  testId?: string | undefined;
  children: ReactNode;
}

export function PopoverButton({ label, trigger, className, testId, children }: Props) {
  return (
    <DialogTrigger>
      <Button className={className ?? ""} aria-label={label} data-testid={testId}>
        {trigger}
      </Button>
      <AriaPopover className={css.popover ?? ""} placement="top start" offset={6}>
        <Dialog className={css.dialog ?? ""} aria-label={label}>
          {children}
        </Dialog>
      </AriaPopover>
    </DialogTrigger>
  );
}

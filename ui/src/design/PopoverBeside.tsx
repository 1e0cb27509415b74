/** More about something, laid beside an element that is chosen from many: one popover for all of them. */
import { type ReactNode, useMemo } from "react";
import { Dialog, Popover as AriaPopover } from "react-aria-components";
import css from "./Popover.module.css";

interface Props {
  label: string;
  /** Nothing is shown while there is none. */
  beside: Element | undefined;
  onClose: () => void;
  children: ReactNode;
}

export function PopoverBeside({ label, beside, onClose, children }: Props) {
  const trigger = useMemo(() => ({ current: beside ?? null }), [beside]);
  return (
    <AriaPopover
      triggerRef={trigger}
      isOpen={beside !== undefined}
      onOpenChange={(open) => !open && onClose()}
      className={css.popover ?? ""}
      placement="top start"
      offset={6}
      aria-label={label}
    >
      <Dialog className={css.dialog ?? ""} aria-label={label}>
        {children}
      </Dialog>
    </AriaPopover>
  );
}

/** A list of things to do, opened by its button, by a right click or by the menu key. */
import type { RefObject } from "react";
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover, Separator } from "react-aria-components";
import { IconButton } from "./Button";
import { Icon, type IconName } from "./Icon";
import css from "./Menu.module.css";

export interface Action {
  id: string;
  label: string;
  icon?: IconName | undefined;
  shortcut?: string | undefined;
  /** Something is lost by it. */
  danger?: boolean | undefined;
  disabled?: boolean | undefined;
  /** A line above it. */
  apart?: boolean | undefined;
  onAction: () => void;
}

function Items({ label, actions }: { label: string; actions: readonly Action[] }) {
  return (
    <AriaMenu aria-label={label} className={css.menu ?? ""} autoFocus="first">
      {actions.flatMap((action) => [
        ...(action.apart ? [<Separator key={`before-${action.id}`} className={css.line ?? ""} />] : []),
        <MenuItem
          key={action.id}
          id={action.id}
          textValue={action.label}
          onAction={action.onAction}
          isDisabled={action.disabled ?? false}
          className={css.item ?? ""}
          data-danger={action.danger || undefined}
        >
          {action.icon && <Icon name={action.icon} size={15} />}
          <span className={css.label}>{action.label}</span>
          {action.shortcut && <kbd className={css.keys}>{action.shortcut}</kbd>}
        </MenuItem>,
      ])}
    </AriaMenu>
  );
}

interface Shown {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** A button with a menu. */
export function MenuButton({
  label,
  icon = "more",
  actions,
  small,
  open,
  onOpenChange,
}: { label: string; icon?: IconName; actions: readonly Action[]; small?: boolean } & Partial<Shown>) {
  return (
    <MenuTrigger {...(open === undefined ? undefined : { isOpen: open })} {...(onOpenChange && { onOpenChange })}>
      <IconButton icon={icon} label={label} small={small} />
      <Popover placement="bottom end" offset={4} className={css.popover ?? ""}>
        <Items label={label} actions={actions} />
      </Popover>
    </MenuTrigger>
  );
}

/** A menu beside an element that does something else when it is pressed. */
export function ContextMenu({
  label,
  actions,
  beside,
  open,
  onOpenChange,
}: { label: string; actions: readonly Action[]; beside: RefObject<Element | null> } & Shown) {
  return (
    <Popover
      triggerRef={beside}
      isOpen={open}
      onOpenChange={onOpenChange}
      placement="right top"
      offset={4}
      className={css.popover ?? ""}
      aria-label={label}
    >
      <Items label={label} actions={actions.map((action) => ({ ...action, onAction: () => { onOpenChange(false); action.onAction(); } }))} />
    </Popover>
  );
}

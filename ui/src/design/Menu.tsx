/** A list of things to do, opened by its button, by a right click or by the menu key. */
import type { RefObject } from "react";
import { Header, Menu as AriaMenu, MenuItem, MenuSection, MenuTrigger, Popover, Separator } from "react-aria-components";
import { Button, IconButton } from "./Button";
import { Icon, type IconName } from "./Icon";
import css from "./Menu.module.css";

export interface Action {
  id: string;
  label: string;
  /** What it does, or why it cannot be done. */
  detail?: string | undefined;
  icon?: IconName | undefined;
  shortcut?: string | undefined;
  /** Something is lost by it. */
  danger?: boolean | undefined;
  disabled?: boolean | undefined;
  /** A line above it. */
  apart?: boolean | undefined;
  onAction: () => void;
}

const none: readonly Action[] = [];

/** One of a few, as a part of a menu. */
export interface Choices<Value extends string = string> {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string }[];
  onChoose: (value: Value) => void;
}

interface ItemsProps<Value extends string> {
  label: string;
  actions?: readonly Action[] | undefined;
  choices?: Choices<Value> | undefined;
  /** Several choices, each of one of a few. */
  sections?: readonly Choices[] | undefined;
}

function Items<Value extends string>({ label, actions = none, choices, sections }: ItemsProps<Value>) {
  return (
    <AriaMenu aria-label={label} className={css.menu ?? ""} autoFocus="first">
      {sections?.map((section) => <Options key={section.label} of={section} />)}
      {choices && <Options of={choices} />}
      {(choices ?? sections) && actions.length > 0 && <Separator className={css.line ?? ""} />}
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
          <span className={css.label}>
            {action.label}
            {action.detail && <span className={css.detail}>{action.detail}</span>}
          </span>
          {action.shortcut && <kbd className={css.keys}>{action.shortcut}</kbd>}
        </MenuItem>,
      ])}
    </AriaMenu>
  );
}

function Options<Value extends string>({ of }: { of: Choices<Value> }) {
  return (
    <MenuSection
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[of.value]}
      onSelectionChange={(keys) => {
        const chosen = of.options.find((option) => keys !== "all" && keys.has(option.value));
        if (chosen && chosen.value !== of.value) of.onChoose(chosen.value);
      }}
    >
      <Header className={css.heading ?? ""}>{of.label}</Header>
      {of.options.map((option) => (
        <MenuItem key={option.value} id={option.value} textValue={option.label} className={css.item ?? ""} data-value={option.value}>
          <span className={css.check}>{option.value === of.value && <Icon name="check" size={15} />}</span>
          <span className={css.label}>{option.label}</span>
        </MenuItem>
      ))}
    </MenuSection>
  );
}

/** A menu of nothing but choices. */
export function ChoiceMenu<Value extends string>(choices: Choices<Value>) {
  return <Items label={choices.label} choices={choices} />;
}

interface Shown {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** A button with a menu; one with words where its drawing alone would not say what it holds. */
export function MenuButton<Value extends string = string>({
  label,
  icon = "more",
  actions,
  choices,
  sections,
  small,
  worded,
  above,
  testId,
  open,
  onOpenChange,
}: ItemsProps<Value> & { icon?: IconName; small?: boolean; worded?: boolean; above?: boolean; testId?: string } & Partial<Shown>) {
  return (
    <MenuTrigger {...(open === undefined ? undefined : { isOpen: open })} {...(onOpenChange && { onOpenChange })}>
      {worded ? (
        <Button variant="ghost" icon={icon} small={small}>
          {label}
        </Button>
      ) : (
        <IconButton icon={icon} label={label} small={small} testId={testId} />
      )}
      <Popover placement={above ? "top start" : "bottom end"} offset={4} className={css.popover ?? ""}>
        <Items label={label} actions={actions} choices={choices} sections={sections} />
      </Popover>
    </MenuTrigger>
  );
}

/** A menu beside an element that does something else when it is pressed. */
export function ContextMenu({
  label,
  actions = none,
  sections,
  beside,
  open,
  onOpenChange,
}: Omit<ItemsProps<string>, "choices"> & { beside: RefObject<Element | null> } & Shown) {
  const closing = <Given extends unknown[]>(act: (...given: Given) => void) => (...given: Given) => {
    onOpenChange(false);
    act(...given);
  };
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
      <Items
        label={label}
        actions={actions.map((action) => ({ ...action, onAction: closing(action.onAction) }))}
        sections={sections?.map((section) => ({ ...section, onChoose: closing(section.onChoose) }))}
      />
    </Popover>
  );
}

/** One of a few, as a chip that says which; pressed, it shows the others. The first of them is none in particular. */
import { Button, MenuTrigger, Popover } from "react-aria-components";
import css from "./ChoiceChip.module.css";
import { Icon } from "./Icon";
import { ChoiceMenu, type Choices } from "./Menu";
import menu from "./Menu.module.css";

export function ChoiceChip<Value extends string>(choices: Choices<Value>) {
  const { label, value, options } = choices;
  const chosen = options.find((option) => option.value === value) ?? options[0];
  return (
    <MenuTrigger>
      <Button className={css.chip ?? ""} aria-label={`${label}: ${chosen?.label ?? ""}`} data-chosen={chosen !== options[0] || undefined}>
        {chosen?.label}
        <Icon name="chevronDown" size={12} />
      </Button>
      <Popover placement="bottom start" offset={4} className={menu.popover ?? ""}>
        <ChoiceMenu {...choices} />
      </Popover>
    </MenuTrigger>
  );
}

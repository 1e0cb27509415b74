/** The name of what is under the pointer or has the focus. */
import type { ReactElement } from "react";
import { Tooltip as AriaTooltip, TooltipTrigger, type TooltipProps } from "react-aria-components";
import css from "./Tooltip.module.css";

interface Props {
  text: string;
  shortcut?: string | undefined;
  placement?: TooltipProps["placement"];
  /** One button of this folder. */
  children: ReactElement;
}

export function Tooltip({ text, shortcut, placement = "bottom", children }: Props) {
  return (
    <TooltipTrigger delay={600} closeDelay={80}>
      {children}
      <AriaTooltip className={css.tooltip ?? ""} placement={placement} offset={6}>
        {text}
        {shortcut && <kbd className={css.keys}>{shortcut}</kbd>}
      </AriaTooltip>
    </TooltipTrigger>
  );
}

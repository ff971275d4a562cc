import clsx from "clsx";
import type { ReactNode } from "react";
import { Popover as AriaPopover, type PopoverProps as AriaPopoverProps } from "react-aria-components";
import menu from "./Menu.module.css";
import { OverlayMark } from "./overlays.ts";

export interface PopoverProps extends Omit<AriaPopoverProps, "className" | "style" | "children"> {
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** A small panel over the page, beside what opened it. */
export function Popover({ className, children, ...props }: PopoverProps) {
  return (
    <AriaPopover offset={4} {...props} className={clsx(className ?? menu.popover)}>
      <OverlayMark />
      {children}
    </AriaPopover>
  );
}

import clsx from "clsx";
import { Fragment, type ReactElement, type ReactNode } from "react";
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  MenuTrigger,
  type PopoverProps,
  Separator,
} from "react-aria-components";
import type { Action } from "./Action.ts";
import { Kbd } from "./Kbd.tsx";
import styles from "./Menu.module.css";
import { Popover } from "./Popover.tsx";
import { useWriteLock } from "./writeLock.ts";

export interface MenuProps {
  /** The button that opens it: one react-aria control. */
  readonly trigger: ReactElement;
  readonly label: string;
  readonly placement?: NonNullable<PopoverProps["placement"]>;
  readonly children: ReactNode;
}

/** Commands behind a button. */
export function Menu({ trigger, label, placement = "bottom start", children }: MenuProps) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover placement={placement}>
        <AriaMenu className={styles.menu ?? ""} aria-label={label}>
          {children}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}

export interface MenuItemProps {
  readonly id?: string;
  readonly name: string;
  readonly description?: string | undefined;
  readonly icon?: ReactNode;
  readonly shortcut?: string | undefined;
  readonly danger?: boolean | undefined;
  readonly isDisabled?: boolean;
  /** Whether it changes the store: then it is disabled where that can't be changed. */
  readonly writes?: boolean | undefined;
  readonly onAction: () => void;
}

export function MenuItem({
  id,
  name,
  description,
  icon,
  shortcut,
  danger,
  isDisabled,
  writes,
  onAction,
}: MenuItemProps) {
  const locked = useWriteLock(writes);
  return (
    <AriaMenuItem
      {...(id === undefined ? {} : { id })}
      textValue={name}
      className={clsx(styles.item, danger && styles.danger)}
      isDisabled={locked !== null || (isDisabled ?? false)}
      onAction={onAction}
    >
      {icon ? <span className={styles.icon}>{icon}</span> : null}
      <span className={styles.text}>
        {name}
        {locked !== null || description ? (
          <span className={styles.description} title={locked ?? undefined}>
            {locked === null ? description : "This store is read only"}
          </span>
        ) : null}
      </span>
      {shortcut ? <Kbd keys={shortcut} /> : null}
    </AriaMenuItem>
  );
}

/** A menu's items, but for those that can't be done now. */
export function MenuActions({ actions }: { readonly actions: readonly Action[] }) {
  const shown = actions.filter(({ isEnabled }) => isEnabled !== false);
  return shown.map(({ group, run, isEnabled: _, ...item }, index) => (
    <Fragment key={item.id}>
      {index > 0 && shown[index - 1]?.group !== group ? <MenuSeparator /> : null}
      <MenuItem {...item} onAction={run} />
    </Fragment>
  ));
}

export function MenuSeparator() {
  return <Separator className={styles.separator ?? ""} />;
}

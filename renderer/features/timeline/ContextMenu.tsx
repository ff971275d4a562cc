import type { KeyboardEvent, ReactNode } from "react";
import { ContextMenu as BareContextMenu, MenuItem } from "../../ui/index.ts";

/** What can be done with one row of a list. */
export interface RowCommand {
  readonly id: string;
  readonly name: string;
  readonly icon: ReactNode;
  /** Pressed on the row; also shown beside the name. */
  readonly keys?: string;
  readonly danger?: boolean;
  /** Whether it changes the store. */
  readonly writes?: true;
  readonly run: () => void;
}

/** In the window's pixels. */
export interface MenuPlace {
  readonly x: number;
  readonly y: number;
}

export interface ContextMenuProps {
  readonly label: string;
  /** Where it opens, in the window's pixels; null while it is closed. */
  readonly place: MenuPlace | null;
  readonly onClose: () => void;
  readonly commands: readonly RowCommand[];
}

/** Where the menu of the active row opens when it is asked for by keyboard: below it. Null for any other key. */
export function menuPlaceByKey(event: KeyboardEvent<HTMLElement>): MenuPlace | null {
  if (event.key !== "ContextMenu" && !(event.key === "F10" && event.shiftKey)) return null;
  const active = event.currentTarget.getAttribute("aria-activedescendant");
  const row = active === null ? null : document.getElementById(active);
  if (row === null) return null;
  const { left, bottom } = row.getBoundingClientRect();
  return { x: left + 24, y: bottom };
}

/** Commands about the thing under the pointer, or under the keyboard's focus. */
export function ContextMenu({ label, place, onClose, commands }: ContextMenuProps) {
  return (
    <BareContextMenu label={label} place={place} onClose={onClose}>
      {commands.map((command) => (
        <MenuItem
          key={command.id}
          name={command.name}
          icon={command.icon}
          shortcut={command.keys}
          danger={command.danger ?? false}
          writes={command.writes}
          onAction={command.run}
        />
      ))}
    </BareContextMenu>
  );
}

import { useRef } from "react";
import { Menu, Popover } from "react-aria-components";
import { MenuItem } from "../../ui/index.ts";
import menu from "../../ui/Menu.module.css";
import styles from "./ContextMenu.module.css";
import type { MomentCommand } from "./commands.tsx";

export interface MenuPlace {
  readonly x: number;
  readonly y: number;
}

export interface ContextMenuProps {
  readonly label: string;
  /** Where it opens, in the window's pixels; null while it is closed. */
  readonly place: MenuPlace | null;
  readonly onClose: () => void;
  readonly commands: readonly MomentCommand[];
}

/** Commands about the thing under the pointer, or under the keyboard's focus. */
export function ContextMenu({ label, place, onClose, commands }: ContextMenuProps) {
  const anchor = useRef<HTMLSpanElement>(null);
  return (
    <>
      <span
        ref={anchor}
        className={styles.anchor}
        style={{ left: place?.x ?? 0, top: place?.y ?? 0 }}
        aria-hidden
      />
      <Popover
        triggerRef={anchor}
        className={menu.popover ?? ""}
        placement="bottom start"
        offset={0}
        isOpen={place !== null}
        onOpenChange={(isOpen) => {
          if (!isOpen) onClose();
        }}
      >
        <Menu className={menu.menu ?? ""} aria-label={label} autoFocus="first" onClose={onClose}>
          {commands.map((command) => (
            <MenuItem
              key={command.id}
              name={command.name}
              icon={command.icon}
              shortcut={command.keys}
              danger={command.danger ?? false}
              onAction={command.run}
            />
          ))}
        </Menu>
      </Popover>
    </>
  );
}

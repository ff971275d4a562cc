import { type KeyboardEvent, useRef } from "react";
import { Menu } from "react-aria-components";
import type { Action } from "./Action.ts";
import styles from "./ContextMenu.module.css";
import menu from "./Menu.module.css";
import { MenuActions } from "./Menu.tsx";
import { Popover } from "./Popover.tsx";

/** In the window's pixels. */
export interface MenuPlace {
  readonly x: number;
  readonly y: number;
}

export interface ContextMenuProps {
  readonly label: string;
  /** Where it opens; null while it is closed. */
  readonly place: MenuPlace | null;
  readonly onClose: () => void;
  readonly actions: readonly Action[];
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

/** What can be done with the thing under the pointer, or under the keyboard's focus. */
export function ContextMenu({ label, place, onClose, actions }: ContextMenuProps) {
  const anchor = useRef<HTMLSpanElement>(null);
  return (
    <>
      <span
        ref={anchor}
        className={styles.anchor}
        style={{ left: place?.x ?? 0, top: place?.y ?? 0 }}
        aria-hidden="true"
      />
      <Popover
        triggerRef={anchor}
        aria-label={label}
        placement="bottom start"
        offset={0}
        isOpen={place !== null}
        onOpenChange={(isOpen) => {
          if (!isOpen) onClose();
        }}
      >
        <Menu className={menu.menu ?? ""} aria-label={label} autoFocus="first" onClose={onClose}>
          <MenuActions actions={actions} />
        </Menu>
      </Popover>
    </>
  );
}

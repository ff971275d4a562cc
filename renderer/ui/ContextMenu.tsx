import { type ReactNode, useRef } from "react";
import { Menu, Popover } from "react-aria-components";
import styles from "./ContextMenu.module.css";
import menu from "./Menu.module.css";

export interface ContextMenuProps {
  readonly label: string;
  /** Where it opens, in the window's pixels; null while it is closed. */
  readonly place: { readonly x: number; readonly y: number } | null;
  readonly onClose: () => void;
  /** `MenuItem`s. */
  readonly children: ReactNode;
}

/** Commands about the thing under the pointer, or under the keyboard's focus. */
export function ContextMenu({ label, place, onClose, children }: ContextMenuProps) {
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
        className={menu.popover ?? ""}
        placement="bottom start"
        offset={0}
        isOpen={place !== null}
        onOpenChange={(isOpen) => {
          if (!isOpen) onClose();
        }}
      >
        <Menu className={menu.menu ?? ""} aria-label={label} autoFocus="first" onClose={onClose}>
          {children}
        </Menu>
      </Popover>
    </>
  );
}

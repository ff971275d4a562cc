import clsx from "clsx";
import { type ReactNode, useState } from "react";
import { Dialog, DialogTrigger } from "react-aria-components";
import { IconButton } from "./IconButton.tsx";
import { Popover } from "./Popover.tsx";
import styles from "./PopoverButton.module.css";

export interface PopoverButtonProps {
  /** The name of the panel, and of the button. */
  readonly label: string;
  /** What the button says while what is chosen in the panel is in force; null while nothing is. */
  readonly onLabel?: string | null;
  readonly icon: ReactNode;
  readonly children: (close: () => void) => ReactNode;
}

/** A square button with a small panel behind it. */
export function PopoverButton({ label, onLabel = null, icon, children }: PopoverButtonProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <IconButton label={onLabel ?? label} className={clsx(onLabel !== null && styles.on)}>
        {icon}
      </IconButton>
      <Popover className={styles.popover} placement="bottom end">
        <Dialog className={styles.dialog ?? ""} aria-label={label}>
          {children(() => setOpen(false))}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

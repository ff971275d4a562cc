import clsx from "clsx";
import { X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import styles from "./Dialog.module.css";
import { ErrorNote } from "./ErrorNote.tsx";
import { IconButton } from "./IconButton.tsx";
import { OverlayMark } from "./overlays.ts";
import { useTyped } from "./useTyped.ts";
import { visibleName } from "./visibleName.ts";

export interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  /** Escape, the cross, or a click outside. */
  readonly onClose: () => void;
  readonly size?: "small" | "medium" | "large";
  /** False while it can't be closed; Escape and clicks outside then do nothing. */
  readonly isDismissable?: boolean;
  /**
   * Whether closing it would lose what was typed in it; when left out, its text fields say so. Then a click outside
   * doesn't close it, and Escape only at the second time.
   */
  readonly holdsTyped?: boolean;
  /** The row of buttons, the primary one last. */
  readonly footer?: ReactNode;
  readonly children: ReactNode;
}

/** A modal dialog. Focus goes in when it opens and returns where it was when it closes. */
export function Dialog({
  title,
  isOpen,
  onClose,
  size = "medium",
  isDismissable = true,
  holdsTyped,
  footer,
  children,
}: DialogProps) {
  const { isTyped, ...watching } = useTyped();
  const [isWarned, setWarned] = useState(false);
  const isHeld = holdsTyped ?? isTyped;
  return (
    <ModalOverlay
      className={styles.overlay ?? ""}
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (open) return;
        if (isHeld && !isWarned) setWarned(true);
        else onClose();
      }}
      shouldCloseOnInteractOutside={() => {
        if (isHeld) setWarned(true);
        return !isHeld;
      }}
      isDismissable={isDismissable}
      isKeyboardDismissDisabled={!isDismissable}
    >
      <Modal className={clsx(styles.modal, styles[size])}>
        <AriaDialog className={styles.dialog ?? ""}>
          <OverlayMark />
          <header className={styles.header}>
            <Heading slot="title" className={styles.title ?? ""}>
              {visibleName(title)}
            </Heading>
            {isDismissable ? (
              <IconButton label="Close" onPress={onClose}>
                <X />
              </IconButton>
            ) : null}
          </header>
          <div className={styles.body} {...watching}>
            {children}
          </div>
          {isHeld && isWarned ? (
            <ErrorNote tone="warning" className={styles.held}>
              This is still open, so that what you typed isn’t lost. Press Escape again to close it all the
              same.
            </ErrorNote>
          ) : null}
          {footer ? <footer className={styles.footer}>{footer}</footer> : null}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

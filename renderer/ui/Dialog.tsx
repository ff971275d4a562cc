import clsx from "clsx";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import styles from "./Dialog.module.css";
import { IconButton } from "./IconButton.tsx";
import { visibleName } from "./visibleName.ts";

export interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  /** Escape, the cross, or a click outside. */
  readonly onClose: () => void;
  readonly size?: "small" | "medium" | "large";
  /** False while closing would lose something; Escape and clicks outside then do nothing. */
  readonly isDismissable?: boolean;
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
  footer,
  children,
}: DialogProps) {
  return (
    <ModalOverlay
      className={styles.overlay ?? ""}
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      isDismissable={isDismissable}
      isKeyboardDismissDisabled={!isDismissable}
    >
      <Modal className={clsx(styles.modal, styles[size])}>
        <AriaDialog className={styles.dialog ?? ""}>
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
          <div className={styles.body}>{children}</div>
          {footer ? <footer className={styles.footer}>{footer}</footer> : null}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

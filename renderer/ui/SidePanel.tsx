import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import dialog from "./Dialog.module.css";
import { IconButton } from "./IconButton.tsx";
import { OverlayMark } from "./overlays.ts";
import styles from "./SidePanel.module.css";
import { visibleName } from "./visibleName.ts";

export interface SidePanelProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly footer?: ReactNode;
  readonly children: ReactNode;
}

/** A modal panel from the right edge, over what it is about. */
export function SidePanel({ title, isOpen, onClose, footer, children }: SidePanelProps) {
  return (
    <ModalOverlay
      className={styles.overlay ?? ""}
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      isDismissable
    >
      <Modal className={styles.panel ?? ""}>
        <AriaDialog className={styles.dialog ?? ""}>
          <OverlayMark />
          <header className={dialog.header}>
            <Heading slot="title" className={dialog.title ?? ""}>
              {visibleName(title)}
            </Heading>
            <IconButton label="Close" onPress={onClose}>
              <X />
            </IconButton>
          </header>
          <div className={styles.body}>{children}</div>
          {footer ? <footer className={dialog.footer}>{footer}</footer> : null}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

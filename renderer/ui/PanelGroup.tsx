import clsx from "clsx";
import type { ReactNode } from "react";
import {
  Group,
  Panel as ResizablePanel,
  type PanelProps as ResizableProps,
  Separator,
} from "react-resizable-panels";
import styles from "./PanelGroup.module.css";

export interface PanelGroupProps {
  readonly id: string;
  readonly orientation?: "horizontal" | "vertical";
  /** Sizes in percent by panel id, as `onLayoutChange` gave them. */
  readonly layout?: Readonly<Record<string, number>> | undefined;
  /** Called once a person has resized the panels. */
  readonly onLayoutChange?: (layout: Readonly<Record<string, number>>) => void;
  readonly children: ReactNode;
}

/** Panels beside each other with a hairline between them that can be dragged, or moved by the arrow keys. */
export function PanelGroup({
  id,
  orientation = "horizontal",
  layout,
  onLayoutChange,
  children,
}: PanelGroupProps) {
  return (
    <Group
      id={id}
      orientation={orientation}
      className={styles.group}
      {...(layout ? { defaultLayout: { ...layout } } : {})}
      onLayoutChanged={(next, meta) => {
        if (meta.isUserInteraction) onLayoutChange?.(next);
      }}
    >
      {children}
    </Group>
  );
}

export interface PanelProps extends Omit<ResizableProps, "id"> {
  readonly id: string;
}

export function Panel({ className, ...props }: PanelProps) {
  return <ResizablePanel {...props} className={clsx(styles.panel, className)} />;
}

/** The hairline before the panel that `label` names. */
export function PanelSeparator({ label }: { readonly label: string }) {
  return <Separator className={styles.separator} aria-label={`Resize ${label}`} />;
}

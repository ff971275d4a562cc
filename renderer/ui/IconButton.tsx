import clsx from "clsx";
import type { ReactNode } from "react";
import { Button, type ButtonProps, ToggleButton } from "react-aria-components";
import styles from "./IconButton.module.css";
import { Tooltip } from "./Tooltip.tsx";
import { useWriteLock } from "./writeLock.ts";

export interface IconButtonProps extends Omit<ButtonProps, "className" | "style" | "children"> {
  /** The accessible name, shown as the tooltip too. */
  readonly label: string;
  readonly shortcut?: string | undefined;
  /** For a button that stays pressed: whether it is. */
  readonly pressed?: boolean | undefined;
  /** Whether it changes the store: then it is disabled where that can't be changed, and says why. */
  readonly writes?: boolean | undefined;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** A square button with an icon, named by its label. */
export function IconButton({
  label,
  shortcut,
  pressed,
  writes,
  className,
  children,
  ...props
}: IconButtonProps) {
  const locked = useWriteLock(writes);
  const shared = { "aria-label": label, className: clsx(styles.button, className), children };
  const isDisabled = locked !== null || (props.isDisabled ?? false);
  const button = (
    <Tooltip text={label} shortcut={shortcut}>
      {pressed === undefined ? (
        <Button {...props} {...shared} isDisabled={isDisabled} />
      ) : (
        <ToggleButton
          {...shared}
          isSelected={pressed}
          isDisabled={isDisabled}
          {...(props.onPress ? { onPress: props.onPress } : {})}
        />
      )}
    </Tooltip>
  );
  // A disabled button has no tooltip of its own.
  return locked === null ? button : <span title={locked}>{button}</span>;
}

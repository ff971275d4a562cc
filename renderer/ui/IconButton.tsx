import clsx from "clsx";
import type { ReactNode } from "react";
import { Button, type ButtonProps, ToggleButton } from "react-aria-components";
import styles from "./IconButton.module.css";
import { Tooltip } from "./Tooltip.tsx";

export interface IconButtonProps extends Omit<ButtonProps, "className" | "style" | "children"> {
  /** The accessible name, shown as the tooltip too. */
  readonly label: string;
  readonly shortcut?: string | undefined;
  /** For a button that stays pressed: whether it is. */
  readonly pressed?: boolean | undefined;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** A square button with an icon, named by its label. */
export function IconButton({ label, shortcut, pressed, className, children, ...props }: IconButtonProps) {
  const shared = { "aria-label": label, className: clsx(styles.button, className), children };
  return (
    <Tooltip text={label} shortcut={shortcut}>
      {pressed === undefined ? (
        <Button {...props} {...shared} />
      ) : (
        <ToggleButton
          {...shared}
          isSelected={pressed}
          isDisabled={props.isDisabled ?? false}
          {...(props.onPress ? { onPress: props.onPress } : {})}
        />
      )}
    </Tooltip>
  );
}

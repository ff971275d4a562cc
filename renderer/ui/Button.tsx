import clsx from "clsx";
import type { ReactNode } from "react";
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from "react-aria-components";
import styles from "./Button.module.css";
import { useWriteLock } from "./writeLock.ts";

export interface ButtonProps extends Omit<AriaButtonProps, "className" | "style" | "children"> {
  readonly variant?: "primary" | "plain" | "quiet" | "danger";
  /** Whether it changes the store: then it is disabled where that can't be changed, and says why. */
  readonly writes?: boolean | undefined;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** A button with words on it. `primary` at most once in view. */
export function Button({ variant = "plain", writes, className, ...props }: ButtonProps) {
  const locked = useWriteLock(writes);
  const button = (
    <AriaButton
      {...props}
      isDisabled={locked !== null || (props.isDisabled ?? false)}
      className={clsx(styles.button, styles[variant], className)}
    />
  );
  // A disabled button has no tooltip of its own.
  return locked === null ? button : <span title={locked}>{button}</span>;
}

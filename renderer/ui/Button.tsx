import clsx from "clsx";
import type { ReactNode } from "react";
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from "react-aria-components";
import styles from "./Button.module.css";

export interface ButtonProps extends Omit<AriaButtonProps, "className" | "style" | "children"> {
  readonly variant?: "primary" | "plain" | "quiet" | "danger";
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** A button with words on it. `primary` at most once in view. */
export function Button({ variant = "plain", className, ...props }: ButtonProps) {
  return <AriaButton {...props} className={clsx(styles.button, styles[variant], className)} />;
}

import type { ReactNode } from "react";

/** Something that can be done with one thing: a row of a list, what is selected. */
export interface Action {
  readonly id: string;
  readonly name: string;
  readonly icon?: ReactNode;
  /** Pressed on the thing; also shown beside the name. */
  readonly shortcut?: string;
  /** False where it can't be done now: a menu leaves it out. */
  readonly isEnabled?: boolean;
  /** A menu has a line between groups. */
  readonly group?: string;
  readonly danger?: boolean;
  /** Whether it changes the store. */
  readonly writes?: boolean;
  readonly run: () => void;
}

/** One element of a path: a member's name or an item's position. */
export type Step = string | number;
export type Path = readonly Step[];

/** The open state of a container and of the containers inside it that were opened or closed individually. */
export interface Fold {
  readonly isOpen: boolean;
  /** The state of all other containers inside. */
  readonly isOpenInside: boolean;
  readonly inside: ReadonlyMap<Step, Fold>;
}

/** The open containers of a tree, and the selected row. */
export interface TreeLook {
  readonly fold: Fold;
  /** Null for none, empty for the whole value. */
  readonly path: Path | null;
}

/** The content of a field: its place, its original, and its text. */
export interface FieldEdit {
  readonly path: Path;
  readonly part: "name" | "value";
  /** The value of the place when the field was opened: the name, or the JSON text of the leaf. */
  readonly before: string;
  readonly written: string;
  /** Whether the place was created for this field, and is deleted with it. */
  readonly isNew?: boolean;
}

export function samePath(a: Path, b: Path): boolean {
  return a.length === b.length && a.every((step, index) => step === b[index]);
}

/** One step of a path: a member's name or an item's position. */
export type Step = string | number;
export type Path = readonly Step[];

/** Which containers are open: this one, and those inside it that were opened or closed by themselves. */
export interface Fold {
  readonly isOpen: boolean;
  /** What holds for the containers inside that are not named below. */
  readonly isOpenInside: boolean;
  readonly inside: ReadonlyMap<Step, Fold>;
}

/** What of a tree is open, and which row is chosen. */
export interface TreeLook {
  readonly fold: Fold;
  /** Null for none, empty for the whole. */
  readonly path: Path | null;
}

/** What is being written in a field: for which place, over what, and what stands in the field. */
export interface FieldEdit {
  readonly path: Path;
  readonly part: "name" | "value";
  /** What stood at the place when the field was opened: the name, or the JSON text of the leaf. */
  readonly before: string;
  readonly written: string;
  /** Whether the place was made for this field, and goes with it. */
  readonly isNew?: boolean;
}

export function samePath(a: Path, b: Path): boolean {
  return a.length === b.length && a.every((step, index) => step === b[index]);
}

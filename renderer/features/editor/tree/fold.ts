import type { Fold, Path, Step } from "../../../state/valuePlace.ts";

export type { Fold, Path, Step };

const NONE: ReadonlyMap<Step, Fold> = new Map();
export const CLOSED: Fold = { isOpen: false, isOpenInside: false, inside: NONE };
export const OPEN: Fold = { isOpen: true, isOpenInside: false, inside: NONE };
export const ALL_OPEN: Fold = { isOpen: true, isOpenInside: true, inside: NONE };

/** What holds for a container inside this one. */
export function inside(fold: Fold, step: Step): Fold {
  return fold.inside.get(step) ?? (fold.isOpenInside ? ALL_OPEN : CLOSED);
}

/** The same with the container at this path opened or closed, or replaced as a whole. */
export function withFold(fold: Fold, path: Path, change: (fold: Fold) => Fold): Fold {
  const [step, ...rest] = path;
  if (step === undefined) return change(fold);
  return { ...fold, inside: new Map(fold.inside).set(step, withFold(inside(fold, step), rest, change)) };
}

/** The same with every container on the way to this path open, so that it can be seen. */
export function revealing(fold: Fold, path: Path): Fold {
  const [step, ...rest] = path;
  if (step === undefined) return fold;
  return {
    ...fold,
    isOpen: true,
    inside: new Map(fold.inside).set(step, revealing(inside(fold, step), rest)),
  };
}

/** The same after the steps inside this container got other names: null when the item is gone. */
export function renamed(fold: Fold, to: (step: Step) => Step | null): Fold {
  const next = new Map<Step, Fold>();
  for (const [step, each] of fold.inside) {
    const name = to(step);
    if (name !== null) next.set(name, each);
  }
  return { ...fold, inside: next };
}

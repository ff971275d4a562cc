import { useRef, useState } from "react";
import { applySplice, inverse, type Splice, type TreeEdit, type TreeState } from "./edits.ts";
import { ALL_OPEN, type Fold, OPEN, type Path, revealing, withFold } from "./fold.ts";
import { type Outline, outlineOf } from "./outline.ts";

/** Values up to this many characters open whole. */
const SHORT = 6000;
/** Characters that the steps back may hold together. */
const MOST_UNDO = 64_000_000;

interface Snapshot extends TreeState {
  readonly path: Path | null;
}

interface Step {
  readonly splice: Splice;
  readonly before: { readonly fold: Fold; readonly path: Path | null };
  readonly after: { readonly fold: Fold; readonly path: Path | null };
}

export interface Tree {
  readonly outline: Outline;
  readonly fold: Fold;
  /** The chosen row's path; null for none, empty for the whole. */
  readonly path: Path | null;
  readonly choose: (path: Path | null) => void;
  readonly setFold: (path: Path, change: (fold: Fold) => Fold) => void;
  readonly edit: (edit: TreeEdit | null) => void;
  /** False when there is no step to take back. */
  readonly undo: () => boolean;
  readonly redo: () => boolean;
}

/**
 * A value's text as a tree that is being edited. A text from outside takes the place of the one here, and ends its
 * steps back; the folds stay.
 */
export function useTree(source: string, onEdit: (text: string) => void): Tree {
  const [state, setState] = useState<Snapshot>(() => ({
    text: source,
    fold: source.length <= SHORT ? ALL_OPEN : OPEN,
    path: null,
  }));
  const known = useRef(source);
  const done = useRef<Step[]>([]);
  const undone = useRef<Step[]>([]);
  const outline = useRef<{ readonly of: TreeState; readonly outline: Outline } | null>(null);

  let current = state;
  if (known.current !== source) {
    known.current = source;
    if (source !== state.text) {
      done.current = [];
      undone.current = [];
      current = { ...state, text: source };
      setState(current);
    }
  }
  if (outline.current?.of.text !== current.text || outline.current.of.fold !== current.fold) {
    outline.current = { of: current, outline: outlineOf(current.text, current.fold) };
  }

  const become = (text: string, { fold, path }: Step["before"]) => {
    known.current = text;
    setState({ text, fold: path ? revealing(fold, path) : fold, path });
    onEdit(text);
  };
  const take = (from: Step[], to: Step[], turn: (step: Step) => [Splice, Step["before"]]): boolean => {
    const step = from.pop();
    if (!step) return false;
    to.push(step);
    const [splice, place] = turn(step);
    become(applySplice(current.text, splice), place);
    return true;
  };

  return {
    outline: outline.current.outline,
    fold: current.fold,
    path: current.path,
    choose: (path) => setState((now) => ({ ...now, path })),
    setFold: (path, change) => setState((now) => ({ ...now, fold: withFold(now.fold, path, change) })),
    edit(edit) {
      if (!edit || edit.splice.removed === edit.splice.inserted) return;
      const { splice, fold, path } = edit;
      undone.current = [];
      done.current.push({
        splice,
        before: { fold: current.fold, path: current.path },
        after: { fold, path },
      });
      forget(done.current);
      become(applySplice(current.text, splice), { fold, path });
    },
    undo: () => take(done.current, undone.current, (step) => [inverse(step.splice), step.before]),
    redo: () => take(undone.current, done.current, (step) => [step.splice, step.after]),
  };
}

/** Lets the oldest steps go when they hold too much text. */
function forget(steps: Step[]): void {
  const size = ({ splice }: Step) => splice.removed.length + splice.inserted.length;
  let total = steps.reduce((sum, step) => sum + size(step), 0);
  while (total > MOST_UNDO && steps.length > 1) {
    const oldest = steps.shift();
    if (oldest) total -= size(oldest);
  }
}

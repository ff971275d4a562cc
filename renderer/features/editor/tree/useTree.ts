import { type Ref, useImperativeHandle, useRef, useState } from "react";
import type { TreeNote } from "../../../state/editHistory.ts";
import { applySplice } from "../../../state/splice.ts";
import type { TreeLook } from "../../../state/valuePlace.ts";
import { rowOfPath } from "./applyField.ts";
import type { TreeEdit, TreeState } from "./edits.ts";
import { ALL_OPEN, type Fold, OPEN, type Path, revealing, withFold } from "./fold.ts";
import { indexOfPath, type Outline, outlineOf, rowAt, type TreeRow } from "./outline.ts";

/** Values up to this many characters open whole. */
const SHORT = 6000;

/** Makes an edit of what stands at a place, null when there is nothing to do. */
export type MakeEdit = (state: TreeState, row: TreeRow) => TreeEdit | null;

export interface Tree {
  readonly outline: Outline;
  readonly fold: Fold;
  /** The chosen row's path; null for none, empty for the whole. */
  readonly path: Path | null;
  readonly choose: (path: Path | null) => void;
  readonly setFold: (path: Path, change: (fold: Fold) => Fold) => void;
  /**
   * Edits what stands at this path in the newest text, which the caller may not have seen yet. The path that is chosen
   * after it; null when nothing was done.
   */
  readonly edit: (path: Path, make: MakeEdit) => Path | null;
  /** What stands at this path in the newest text, and that text. */
  readonly at: (path: Path) => { readonly state: TreeState; readonly row: TreeRow | undefined };
}

export interface TreeHandle {
  /** Shows the tree as it was before or after a step. */
  look(look: TreeLook): void;
}

/** The tree of a text, with what of it is open and chosen. The text is its owner's, who hears of each edit. */
export function useTree(
  text: string,
  onEdit: (text: string, note: TreeNote) => void,
  handle: Ref<TreeHandle>,
): Tree {
  const [shown, setShown] = useState<TreeLook>(() => ({
    fold: text.length <= SHORT ? ALL_OPEN : OPEN,
    path: null,
  }));
  // The newest, ahead of the next rendering once an edit is made.
  const latest = useRef({ text, shown });
  latest.current = { text, shown };
  const known = useRef<{ readonly of: TreeState; readonly outline: Outline } | null>(null);
  const outlineNow = (state: TreeState): Outline => {
    if (known.current?.of.text !== state.text || known.current.of.fold !== state.fold) {
      known.current = { of: state, outline: outlineOf(state.text, state.fold) };
    }
    return known.current.outline;
  };
  const change = (by: (now: TreeLook) => TreeLook) => {
    latest.current = { ...latest.current, shown: by(latest.current.shown) };
    setShown(latest.current.shown);
  };
  const at = (path: Path) => {
    const { text: newest, shown: now } = latest.current;
    const state = { text: newest, fold: now.fold };
    const outline = outlineNow(state);
    const index = indexOfPath(outline, path);
    return { state, row: index === null ? rowOfPath(newest, path) : rowAt(outline, index) };
  };

  useImperativeHandle(handle, () => ({
    look: ({ fold, path }) => change(() => ({ fold: path ? revealing(fold, path) : fold, path })),
  }));

  return {
    outline: outlineNow({ text, fold: shown.fold }),
    fold: shown.fold,
    path: shown.path,
    choose: (path) => change((now) => ({ ...now, path })),
    setFold: (path, by) => change((now) => ({ ...now, fold: withFold(now.fold, path, by) })),
    at,
    edit: (path, make) => {
      const { state, row } = at(path);
      const edit = row ? make(state, row) : null;
      if (!edit || edit.splice.removed === edit.splice.inserted) return null;
      const before = latest.current.shown;
      const after = { fold: edit.path ? revealing(edit.fold, edit.path) : edit.fold, path: edit.path };
      const edited = applySplice(state.text, edit.splice);
      latest.current = { text: edited, shown: after };
      setShown(after);
      onEdit(edited, { splice: edit.splice, before, after });
      return edit.path;
    },
  };
}

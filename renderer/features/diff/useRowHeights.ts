import { useCallback, useMemo, useReducer } from "react";
import type { DiffRow } from "../../../shared/diff/index.ts";
import { type DiffLayout, ROW_HEIGHT, rowHeight } from "./rowLayout.ts";

export interface RowHeights {
  /** Pixels. Another function means other heights. */
  readonly heightOf: (index: number) => number;
  /** To be told how high a row has come out; what is drawn is measured before it is painted. */
  readonly onDrawn: (row: DiffRow, height: number) => void;
}

/** Heights of rows: guessed from the length of their values until they are drawn, and as high as that then. */
export function useRowHeights(rows: readonly DiffRow[], layout: DiffLayout, columns: number): RowHeights {
  const [drawings, drawn] = useReducer((count: number) => count + 1, 0);
  const guessed = useMemo(() => rows.map((row) => rowHeight(row, layout, columns)), [rows, layout, columns]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: in other columns the rows come out otherwise
  const known = useMemo(() => new WeakMap<DiffRow, number>(), [layout, columns]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `drawings` says when a known height is another one
  const heightOf = useCallback(
    (index: number) => {
      const row = rows[index];
      return (row && known.get(row)) ?? guessed[index] ?? ROW_HEIGHT;
    },
    [rows, guessed, known, drawings],
  );
  const onDrawn = useCallback(
    (row: DiffRow, height: number) => {
      if ((known.get(row) ?? rowHeight(row, layout, columns)) === height) return;
      known.set(row, height);
      drawn();
    },
    [known, layout, columns],
  );
  return { heightOf, onDrawn };
}

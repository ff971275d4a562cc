import type { HTMLAttributes } from "react";

/** Where a row stands for a screen reader; spread over the row. */
export type RowPosition = Pick<HTMLAttributes<HTMLElement>, "aria-level" | "aria-posinset" | "aria-setsize">;

/** A row's depth, from 0; null for what is between rows, such as a heading. `isMore` stands for rows still to come. */
export interface RowDepth {
  readonly depth: number | null;
  readonly isMore?: boolean;
}

interface Level {
  readonly depth: number;
  readonly rows: number[];
  isWhole: boolean;
}

/**
 * The level of each row, its place among the rows beside it, and how many those are: -1 where more are still to come.
 * The rows are a tree in the order in which it is drawn.
 */
export function rowPositions(rows: readonly RowDepth[]): readonly RowPosition[] {
  const positions: RowPosition[] = [];
  const around: Level[] = [];
  const end = ({ rows: of, isWhole, depth }: Level) => {
    for (const [at, row] of of.entries()) {
      positions[row] = {
        "aria-level": depth + 1,
        "aria-posinset": at + 1,
        "aria-setsize": isWhole ? of.length : -1,
      };
    }
  };
  for (const [index, { depth, isMore = false }] of rows.entries()) {
    if (depth === null) {
      positions[index] = { "aria-posinset": undefined, "aria-setsize": undefined };
      continue;
    }
    while ((around.at(-1)?.depth ?? -1) > depth) {
      const ended = around.pop();
      if (ended) end(ended);
    }
    let level = around.at(-1);
    if (level === undefined || level.depth < depth) {
      level = { depth, rows: [], isWhole: true };
      around.push(level);
    }
    level.rows.push(index);
    if (isMore) level.isWhole = false;
  }
  for (const level of around) end(level);
  return positions;
}

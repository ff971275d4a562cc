import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { type ChangeTotals, type DiffRow, NO_CHANGES } from "../../shared/diff/index.ts";
import { append } from "../../shared/model/index.ts";
import { DiffWorker } from "./diffWorker.ts";
import { visibleRows, withUnfolded } from "./foldedRows.ts";
import type { QuietRules } from "./quiet.ts";

export type DiffState =
  | { readonly kind: "working" }
  | { readonly kind: "ready"; readonly totals: ChangeTotals; readonly isSame: boolean }
  | { readonly kind: "tooLarge"; readonly length: number; readonly limit: number }
  | { readonly kind: "failed"; readonly message: string };

export interface DiffRows {
  readonly state: DiffState;
  /** False while the rows are still those of the values before. */
  readonly isCurrent: boolean;
  /** What is to be drawn: what is inside closed containers left out. */
  readonly rows: readonly DiffRow[];
  readonly isClosed: (row: DiffRow) => boolean;
  /** Opens or closes a container; unfolds a run. */
  readonly toggle: (row: DiffRow) => void;
  /** Both values over lines. */
  readonly format: () => Promise<{ readonly before: string; readonly after: string }>;
}

export interface ValuePair {
  readonly before: string | null;
  readonly after: string | null;
}

/** The structural difference of two values, computed off the page; null while they are on their way. */
export function useDiffRows(values: ValuePair | null, rules: QuietRules, opensSame = false): DiffRows {
  const worker = useRef<DiffWorker | null>(null);
  const [state, setState] = useState<DiffState>({ kind: "working" });
  const [answered, setAnswered] = useState<ValuePair | null>(null);
  const [all, setAll] = useState<readonly DiffRow[]>([]);
  const [closed, setClosed] = useState<ReadonlySet<number>>(new Set());

  useEffect(() => {
    const made = new DiffWorker();
    worker.current = made;
    return () => {
      made.dispose();
      worker.current = null;
    };
  }, []);

  useEffect(() => {
    if (values === null) return;
    let isCurrent = true;
    let isFirst = true;
    worker.current?.ask(
      { kind: "compare", before: values.before, after: values.after, rules, opensSame },
      (answer) => {
        if (!isCurrent) return;
        setAnswered(values);
        if (answer.kind === "structure") {
          setState({ kind: "ready", totals: answer.totals, isSame: answer.isSame });
        } else if (answer.kind === "rows") {
          const replace = isFirst;
          isFirst = false;
          if (replace) setClosed(new Set());
          setAll((before) => (replace ? answer.rows : [...before, ...answer.rows]));
        } else if (answer.kind === "tooLarge" || answer.kind === "failed") {
          setAll([]);
          setState(answer);
        }
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [values, rules, opensSame]);

  const toggle = useCallback((row: DiffRow) => {
    if (row.fold === "open") {
      setClosed((before) => {
        const next = new Set(before);
        if (!next.delete(row.id)) next.add(row.id);
        return next;
      });
      return;
    }
    if (row.fold === "none") return;
    const parts: DiffRow[] = [];
    worker.current?.ask({ kind: "unfold", row: row.id }, (answer) => {
      if (answer.kind === "failed") setState(answer);
      if (answer.kind !== "rows") return;
      append(parts, answer.rows);
      if (answer.isLast) setAll((before) => withUnfolded(before, row.id, parts));
    });
  }, []);

  const format = useCallback(
    () =>
      new Promise<{ before: string; after: string }>((resolve, reject) => {
        worker.current?.ask({ kind: "format" }, (answer) => {
          if (answer.kind === "formatted") resolve(answer);
          else if (answer.kind === "failed") reject(new Error(answer.message));
        });
      }),
    [],
  );

  const rows = useMemo(() => visibleRows(all, closed), [all, closed]);
  const isClosed = useCallback((row: DiffRow) => row.fold === "closed" || closed.has(row.id), [closed]);
  return { state, isCurrent: values !== null && answered === values, rows, isClosed, toggle, format };
}

export const hasChanges = ({ added, removed, changed, moved }: ChangeTotals = NO_CHANGES): boolean =>
  added + removed + changed + moved > 0;

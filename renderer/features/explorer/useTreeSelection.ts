import { useMemo, useRef } from "react";
import { append, type Key, type Moment } from "../../../shared/model/index.ts";
import { useApp, useAppStore } from "../../state/app.ts";
import type { SelectIntent } from "../../ui/index.ts";
import { groupsOf, type KeyTreeRow } from "./keyTree.ts";
import { MOST_SELECTED, type Selection } from "./useSelection.ts";

/** Keys that one call may fetch. */
const PAGE = 10_000;

interface TreeSelectionOptions {
  readonly at: Moment;
  readonly separator: string;
  readonly rows: readonly KeyTreeRow[];
  readonly selection: Selection;
}

export interface TreeSelection {
  /** A group is chosen when all of its keys are. */
  readonly isChosen: (row: KeyTreeRow) => boolean;
  /** Adds a row to what is chosen together, or takes it out; of a group every key in it. */
  readonly toggle: (index: number) => void;
  /** Chooses everything from the row that was last chosen by itself to this one. */
  readonly extend: (index: number) => void;
  readonly selectAll: () => void;
  /** Remembers where a stretch begins. */
  readonly anchorAt: (index: number) => void;
}

/** Whether this choice is one of several rows. */
export const isJoint = ({ extend, toggle }: SelectIntent): boolean => extend || toggle;

/** Which keys of the tree are chosen together. */
export function useTreeSelection({ at, separator, rows, selection }: TreeSelectionOptions): TreeSelection {
  const app = useAppStore();
  const selectedKey = useApp((state) => state.selectedKey);
  const anchor = useRef<string | null>(null);
  const turn = useRef(0);
  const inGroups = useMemo(() => {
    const counts = new Map<string, number>();
    for (const key of selection.keys) {
      for (const group of groupsOf(key, separator)) counts.set(group, (counts.get(group) ?? 0) + 1);
    }
    return counts;
  }, [selection.keys, separator]);

  const isChosen = (row: KeyTreeRow): boolean => {
    if (row.kind === "more") return false;
    const { summary, path, entries } = row.child;
    if (!summary) return inGroups.get(path) === entries;
    return selection.keys.size > 0 ? selection.keys.has(summary.key) : summary.key === selectedKey;
  };
  const keysOf = async (row: KeyTreeRow): Promise<readonly Key[]> => {
    if (row.kind === "more") return [];
    const { summary, path, entries } = row.child;
    if (summary) return [summary.key];
    if (entries > MOST_SELECTED) throw new TooMany();
    return keysBelow(path);
  };
  const keysBelow = async (prefix: string): Promise<readonly Key[]> => {
    const { client, store } = app.getState();
    const found: Key[] = [];
    let after: Key | undefined;
    do {
      if (!store) return found;
      const answer = await client.engine.entries.keys({
        store,
        at,
        prefix,
        limit: PAGE,
        ...(after === undefined ? {} : { after }),
      });
      append(found, answer.keys);
      if (found.length > MOST_SELECTED) throw new TooMany();
      after = answer.next ?? undefined;
    } while (after !== undefined);
    return found;
  };
  const choose = (asked: Promise<ReadonlySet<Key>>) => {
    const own = ++turn.current;
    asked.then(
      (keys) => {
        if (own === turn.current) selection.choose(keys);
      },
      (error: unknown) => {
        if (!(error instanceof TooMany)) return app.getState().fail(error);
        app.getState().notify({
          message: `At most ${MOST_SELECTED.toLocaleString()} keys can be selected at once. Filter the keys first.`,
          tone: "error",
        });
      },
    );
  };

  return {
    isChosen,
    anchorAt(index) {
      turn.current += 1;
      anchor.current = rows[index]?.id ?? null;
    },
    toggle(index) {
      const row = rows[index];
      if (!row) return;
      anchor.current = row.id;
      const before = selection.keys.size > 0 || selectedKey === null ? selection.keys : [selectedKey];
      const isOut = isChosen(row);
      choose(
        keysOf(row).then((keys) => {
          const next = new Set(before);
          for (const key of keys) {
            if (isOut) next.delete(key);
            else next.add(key);
          }
          if (next.size > MOST_SELECTED) throw new TooMany();
          return next;
        }),
      );
    },
    extend(index) {
      const from = Math.max(
        0,
        rows.findIndex(({ id }) => id === (anchor.current ?? `key ${selectedKey}`)),
      );
      // Of an open group the rows below it speak.
      const stretch = rows
        .slice(Math.min(from, index), Math.max(from, index) + 1)
        .filter((row) => row.kind === "child" && !row.isOpen);
      choose(
        Promise.all(stretch.map(keysOf)).then((parts) => {
          const keys = new Set(parts.flat());
          if (keys.size > MOST_SELECTED) throw new TooMany();
          return keys;
        }),
      );
    },
    selectAll: () => choose(keysBelow("").then((keys) => new Set(keys))),
  };
}

class TooMany extends Error {}

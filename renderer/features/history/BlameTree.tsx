import { useEffect, useMemo, useRef } from "react";
import type { DiffRow } from "../../../shared/diff/index.ts";
import { type Key, NOW, type RevisionRecord, type SnapshotMetadata } from "../../../shared/model/index.ts";
import { DiffList } from "../../comparison/DiffList.tsx";
import { NO_RULES } from "../../comparison/quiet.ts";
import { useDiffRows, type ValuePair } from "../../comparison/useDiffRows.ts";
import { useAnswer } from "../../data/useAnswer.ts";
import { madeBy, revisionSentence } from "../../moments/activity.ts";
import { useApp } from "../../state/app.ts";
import { Author, EmptyState, ErrorNote, RelativeTime, visibleName } from "../../ui/index.ts";
import styles from "./BlameTree.module.css";
import { type BlameMap, blamed } from "./blame.ts";

export interface BlameTreeProps {
  readonly name: Key;
  /** Shows the history of one place. */
  readonly onChoose: (pointer: string) => void;
}

interface Blamed {
  readonly values: ValuePair;
  readonly places: BlameMap;
  readonly isComplete: boolean;
}

/** The present value as a tree, and beside each place when it last changed and in which snapshot that first was. */
export function BlameTree({ name, onChoose }: BlameTreeProps) {
  const { answer, failure } = useBlame(name);
  const { state, rows, isClosed, toggle } = useDiffRows(answer?.values ?? null, NO_RULES, true);
  const snapshots = useApp((state_) => state_.snapshots);
  const oldestFirst = useMemo(() => snapshots.toReversed(), [snapshots]);

  // A large value is drawn closed; its members are what is to be read.
  const opened = useRef<number | null>(null);
  const [root] = rows;
  useEffect(() => {
    if (root === undefined || opened.current === root.id || root.fold !== "closed") return;
    opened.current = root.id;
    toggle(root);
  }, [root, toggle]);

  if (failure !== null) return <ErrorNote>{failure}</ErrorNote>;
  if (answer !== null && answer.values.after === null)
    return <EmptyState title="This key is gone">Its versions tell when.</EmptyState>;
  if (state.kind === "failed") return <ErrorNote>{state.message}</ErrorNote>;
  if (answer === null) return null;
  return (
    <>
      {answer.isComplete ? null : (
        <ErrorNote tone="warning">
          This key has more versions than were looked at: the oldest change named may stand for an older one.
        </ErrorNote>
      )}
      <DiffList
        label="Blame"
        rows={rows}
        layout="unified"
        isClosed={isClosed}
        onToggle={toggle}
        onOpen={(row) => {
          if (row.fold !== "run") onChoose(row.pointer);
        }}
        trailingWidth={260}
        trailing={(row) => (
          <Who row={row} places={answer.places} snapshots={oldestFirst} onChoose={onChoose} />
        )}
      />
    </>
  );
}

interface WhoProps {
  readonly row: DiffRow;
  readonly places: BlameMap;
  readonly snapshots: readonly SnapshotMetadata[];
  readonly onChoose: (pointer: string) => void;
}

function Who({ row, places, snapshots, onChoose }: WhoProps) {
  const record = row.fold === "run" ? undefined : blamed(places, row.pointer);
  if (record === undefined) return null;
  const snapshot = snapshots.find(({ revision }) => revision >= record.revision);
  return (
    <button
      type="button"
      tabIndex={-1}
      className={styles.who}
      title={`${nameOf(snapshot, record)}. ${revisionSentence(record)}${madeBy(record)}. Show the history of this place.`}
      onClick={() => onChoose(row.pointer)}
    >
      <span className={styles.snapshot}>{nameOf(snapshot, record)}</span>
      {record.author === null ? null : <Author name={record.author} className={styles.author} />}
      <RelativeTime at={record.at} className={styles.time} />
    </button>
  );
}

const nameOf = (snapshot: SnapshotMetadata | undefined, record: RevisionRecord) =>
  snapshot === undefined
    ? "not in a snapshot"
    : visibleName(
        snapshot.tags[0] ?? snapshot.description?.split("\n")[0] ?? `r ${record.revision.toLocaleString()}`,
      );

const useBlame = (key: Key) =>
  useAnswer<Blamed>({
    name: `blame ${key}`,
    freshness: "present",
    ask: async ({ engine, store, signal }) => {
      const [entry, blame] = await Promise.all([
        engine.entries.get({ store, at: NOW, key }, { signal }),
        engine.history.blame({ store, key, at: NOW }, { signal }),
      ]);
      const text = entry?.text ?? null;
      const places = new Map(blame?.places.map(({ pointer, revision }) => [pointer, revision]));
      return { values: { before: text, after: text }, places, isComplete: blame?.complete ?? true };
    },
  });

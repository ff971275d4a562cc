import clsx from "clsx";
import { ChevronDown, ChevronRight, Pin } from "lucide-react";
import { memo } from "react";
import { visible } from "../../../shared/diff/index.ts";
import type { Revision, RevisionRecord, SnapshotMetadata, StoreStatus } from "../../../shared/model/index.ts";
import { activitySummary, revisionSentence } from "../../moments/activity.ts";
import { dayName } from "../../moments/days.ts";
import { Author, Badge, formatBytes, formatCount, RelativeTime, Tag, visibleName } from "../../ui/index.ts";
import { ChangeCount, changesInWords, countOf } from "./ChangeCount.tsx";
import styles from "./TimelineRows.module.css";
import { useActivity } from "./useActivity.ts";
import { useChangeCount } from "./useChangeCount.ts";

/** What a row stands for in what is on show: the moment looked at, or a side of the comparison. */
export type RowMark = "viewed" | "from" | "to" | "marked" | null;

const markNames = { viewed: "on show", from: "compared from", to: "compared to", marked: "marked" } as const;

function Node({
  mark,
  kind,
}: {
  readonly mark: RowMark;
  readonly kind: "now" | "snapshot" | "pinned" | "revision";
}) {
  return (
    <span className={clsx(styles.node, styles[kind], mark !== null && styles.marked)} aria-hidden>
      {kind === "pinned" ? <Pin /> : null}
    </span>
  );
}

function MarkBadge({ mark }: { readonly mark: RowMark }) {
  return mark === null ? null : <span className={styles.mark}>{markNames[mark]}</span>;
}

/** The present, with what no snapshot holds yet. */
export function NowRow({ status, mark }: { readonly status: StoreStatus | null; readonly mark: RowMark }) {
  const open = status?.unsnapshotted;
  const isClean = open != null && countOf(open) === 0;
  return (
    <div className={styles.row}>
      <Node mark={mark} kind="now" />
      <div className={styles.text}>
        <div className={styles.line}>
          <span className={styles.name}>Now</span>
          {open == null ? null : <ChangeCount totals={open} />}
          <MarkBadge mark={mark} />
        </div>
        <div className={styles.meta}>
          {status === null
            ? ""
            : isClean
              ? "Nothing changed since the last snapshot"
              : open === null
                ? "No snapshot yet"
                : "Since the last snapshot"}
        </div>
      </div>
    </div>
  );
}

export const DayRow = memo(function DayRow({ at }: { readonly at: number }) {
  return <div className={styles.day}>{dayName(at, Date.now())}</div>;
});

/** The most tags that a row has room for; with a mark beside them it is one. */
const SHOWN_TAGS = 2;

export const SnapshotRow = memo(function SnapshotRow({
  snapshot,
  previous,
  mark,
}: {
  readonly snapshot: SnapshotMetadata;
  readonly previous: SnapshotMetadata | null;
  readonly mark: RowMark;
}) {
  const { tags, description, entryCount, sizeBytes, kind, deltaSize, pinned, pinReason } = snapshot;
  const shown = mark === null ? SHOWN_TAGS : 1;
  const more = tags.length - shown;
  const changes = useChangeCount(snapshot, previous);
  return (
    <div className={styles.row}>
      <Node mark={mark} kind={pinned ? "pinned" : "snapshot"} />
      <div className={styles.text}>
        <div className={styles.line}>
          <span className={styles.tags}>
            {tags.slice(0, shown).map((tag) => (
              <Tag key={tag} name={tag} />
            ))}
          </span>
          {more > 0 ? <Badge title={visibleName(tags.slice(shown).join(", "))}>+{more}</Badge> : null}
          <span className={styles.description} dir="auto" title={visible(description ?? "") || undefined}>
            {visibleName(description?.split("\n")[0] ?? (tags.length === 0 ? "Snapshot" : ""))}
          </span>
          <MarkBadge mark={mark} />
          <RelativeTime at={snapshot.createdAt} className={styles.time} />
        </div>
        <div className={styles.meta}>
          {kind === "delta" ? (
            <span title="A delta against an earlier snapshot">Δ {deltaSize?.toLocaleString()} · </span>
          ) : null}
          {changes === null ? "" : `${changesInWords(changes)} · `}
          {formatCount(entryCount, "key")} · {formatBytes(sizeBytes)}
          {pinReason === null ? null : <span title={visible(pinReason)}> · {visibleName(pinReason)}</span>}
        </div>
      </div>
    </div>
  );
});

export interface ActivityRowProps {
  readonly after: Revision;
  readonly upTo: Revision;
  readonly isOpen: boolean;
}

/** What happened between two snapshots, in a few words. */
export const ActivityRow = memo(function ActivityRow({ after, upTo, isOpen }: ActivityRowProps) {
  const records = useActivity(after, upTo);
  return (
    <div className={clsx(styles.row, styles.activity)}>
      <span className={styles.thread} aria-hidden>
        {isOpen ? <ChevronDown /> : <ChevronRight />}
      </span>
      <span className={styles.sentence}>
        {activitySummary(records, upTo - after)}
        <span className="visually-hidden">{isOpen ? ", unfolded" : ", folded"}</span>
      </span>
    </div>
  );
});

export const RevisionRow = memo(function RevisionRow({
  record,
  mark,
}: {
  readonly record: RevisionRecord;
  readonly mark: RowMark;
}) {
  return (
    <div className={clsx(styles.row, styles.revisionRow)}>
      <Node mark={mark} kind="revision" />
      <span className={styles.sentence} title={titleOf(record)}>
        {revisionSentence(record)}
        {record.message === null ? null : (
          <>
            {" · "}
            <bdi>{visibleName(record.message)}</bdi>
          </>
        )}
      </span>
      <MarkBadge mark={mark} />
      {record.author === null ? null : <Author name={record.author} className={styles.author} />}
      <RelativeTime at={record.at} className={styles.time} />
    </div>
  );
});

const titleOf = (record: RevisionRecord) =>
  record.message === null
    ? revisionSentence(record)
    : `${revisionSentence(record)}\n${visible(record.message)}`;

export function RestRow({ count }: { readonly count: number }) {
  return (
    <div className={clsx(styles.row, styles.activity)}>
      <span className={styles.thread} aria-hidden />
      <span className={styles.sentence}>{formatCount(count, "earlier change")} not shown</span>
    </div>
  );
}

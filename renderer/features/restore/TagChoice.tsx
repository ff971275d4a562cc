import { useMemo } from "react";
import type { Moment, SnapshotMetadata } from "../../../shared/model/index.ts";
import { useApp } from "../../state/app.ts";
import { carriersOf, momentId, snapshotAt } from "../../state/moments.ts";
import { formatCount, Segmented, visibleName } from "../../ui/index.ts";
import styles from "./RestorePanel.module.css";

export interface TagChoiceProps {
  readonly to: Moment;
  readonly onChange: (moment: Moment) => void;
}

/** Of several snapshots with one tag, the newest or the oldest (rule N2). Nothing for a tag that stands alone. */
export function TagChoice({ to, onChange }: TagChoiceProps) {
  const snapshots = useApp((state) => state.snapshots);
  const tags = snapshotAt(to, snapshots)?.tags;
  const tag = useMemo(() => tags?.find((each) => carriersOf(each, snapshots).length > 1), [tags, snapshots]);
  const carriers = useMemo(() => (tag === undefined ? [] : carriersOf(tag, snapshots)), [snapshots, tag]);
  const newest = carriers[0];
  const oldest = carriers.at(-1);
  if (tag === undefined || newest === undefined || oldest === undefined) return null;
  const momentOf = ({ version }: SnapshotMetadata): Moment => ({ kind: "snapshot", version });
  const at = momentId(to);
  const value = at === newest.version ? "newest" : at === oldest.version ? "oldest" : "other";
  return (
    <div className={styles.tag}>
      <span>
        {formatCount(carriers.length, "snapshot")} carry the tag <strong>{visibleName(tag)}</strong>
      </span>
      <Segmented
        label={`Which snapshot with the tag ${visibleName(tag)}`}
        options={[
          { id: "newest", name: "Newest" },
          { id: "oldest", name: "Oldest" },
          ...(value === "other" ? ([{ id: "other", name: "This one" }] as const) : []),
        ]}
        value={value}
        onChange={(which) => {
          if (which !== "other") onChange(momentOf(which === "newest" ? newest : oldest));
        }}
      />
    </div>
  );
}

import { useMemo } from "react";
import { visible } from "../../../shared/diff/index.ts";
import { cutText } from "../../../shared/model/index.ts";
import { revisionSentence } from "../../moments/activity.ts";
import { useApp } from "../../state/app.ts";
import {
  Author,
  formatBytes,
  formatCount,
  JsonLine,
  RelativeTime,
  Tag,
  visibleName,
} from "../../ui/index.ts";
import styles from "./KeyHistory.module.css";
import { type KeyVersion, snapshotsWith } from "./versions.ts";

export interface VersionRowProps {
  readonly version: KeyVersion;
  /** Of a place inside the value: what it was says more than what happened to the whole. */
  readonly isPlace: boolean;
}

/** One version: what made it, when, and the snapshots that hold it. */
export function VersionRow({ version, isPlace }: VersionRowProps) {
  const snapshots = useApp((state) => state.snapshots);
  const holding = useMemo(() => snapshotsWith(version, snapshots), [version, snapshots]);
  const { text, revision, until, renamedFrom, of } = version;
  const names = [...new Set(holding.map(({ tags, version: of }) => tags[0] ?? of))];
  const former = renamedFrom === undefined ? "" : `Renamed from ${visibleName(renamedFrom)}`;
  const sentence = former || `${text === null ? "Gone: " : ""}${revisionSentence(revision)}`;
  return (
    <div className={styles.version}>
      <div className={styles.line}>
        {isPlace && text !== null ? (
          <code className={styles.text} title={sentence}>
            <JsonLine text={visible(cutText(text, 200))} />
          </code>
        ) : (
          <span className={styles.text} title={sentence}>
            {sentence}
          </span>
        )}
        <RelativeTime at={revision.at} className={styles.time} />
      </div>
      <div className={styles.line}>
        {of === undefined ? null : <span className={styles.meta}>as {visibleName(of)}</span>}
        {until === null ? <span className={styles.now}>Now</span> : null}
        {revision.author === null ? null : <Author name={revision.author} className={styles.meta} />}
        {revision.message === null ? null : (
          <bdi className={styles.meta} title={visible(revision.message)}>
            “{visibleName(revision.message)}”
          </bdi>
        )}
        {names.slice(0, 1).map((tag) => (
          <Tag key={tag} name={tag} />
        ))}
        {holding.length > 1 ? (
          <span className={styles.meta} title={visibleName(names.slice(0, 40).join(", "))}>
            and {formatCount(holding.length - 1, "more snapshot")}
          </span>
        ) : null}
        <span className={styles.size}>{text === null || isPlace ? "" : formatBytes(text.length)}</span>
      </div>
    </div>
  );
}

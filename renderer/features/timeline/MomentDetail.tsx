import { Ellipsis } from "lucide-react";
import { visible } from "../../../shared/diff/index.ts";
import type { DifferenceTotals, RevisionRecord, SnapshotMetadata } from "../../../shared/model/index.ts";
import { revisionSentence } from "../../moments/activity.ts";
import { useApp } from "../../state/app.ts";
import { momentName } from "../../state/moments.ts";
import {
  Author,
  Button,
  exactTime,
  formatBytes,
  formatCount,
  IconButton,
  Menu,
  MenuActions,
  Tag,
  visibleName,
} from "../../ui/index.ts";
import { ChangeCount, changesInWords } from "./ChangeCount.tsx";
import type { MomentCommand } from "./commands.tsx";
import { MadeBy } from "./MadeBy.tsx";
import styles from "./MomentDetail.module.css";
import type { TimelineRow } from "./rows.ts";
import { useChangeCount } from "./useChangeCount.ts";

export interface MomentDetailProps {
  readonly row: TimelineRow;
  readonly commands: readonly MomentCommand[];
}

/** All that is known of the chosen moment, and what can be done with it. */
export function MomentDetail({ row, commands }: MomentDetailProps) {
  return (
    <section className={styles.detail} aria-label="Chosen moment">
      <div className={styles.more}>
        <Menu
          label="More for this moment"
          placement="top end"
          trigger={
            <IconButton label="More">
              <Ellipsis />
            </IconButton>
          }
        >
          <MenuActions actions={commands.filter(({ isFirst }) => isFirst !== true)} />
        </Menu>
      </div>
      {row.kind === "now" ? <NowFacts /> : null}
      {row.kind === "snapshot" ? <SnapshotFacts snapshot={row.snapshot} previous={row.previous} /> : null}
      {row.kind === "revision" ? <RevisionFacts record={row.record} /> : null}
      <div className={styles.actions}>
        {commands
          .filter((command) => command.isFirst === true)
          .map((command) => (
            <Button key={command.id} writes={command.writes} onPress={command.run}>
              {command.name}
            </Button>
          ))}
      </div>
    </section>
  );
}

/** What the present has that no snapshot has. */
function NowFacts() {
  const status = useApp((state) => state.status);
  const latest = useApp((state) => state.snapshots[0]);
  if (status === null) return null;
  return (
    <div className={styles.facts}>
      {latest === undefined || status.unsnapshotted === null ? (
        <p className={styles.fact}>Nothing of it is in a snapshot yet.</p>
      ) : (
        <p className={styles.fact}>
          <Changes totals={status.unsnapshotted} /> since{" "}
          {visibleName(momentName({ kind: "snapshot", version: latest.version }, [latest]))},{" "}
          {exactTime(Date.parse(latest.createdAt))}
        </p>
      )}
      <p className={styles.fact}>
        {formatCount(status.entryCount, "key")} · {formatBytes(status.sizeBytes)} · revision{" "}
        {status.revision.toLocaleString()}
      </p>
    </div>
  );
}

function RevisionFacts({ record }: { readonly record: RevisionRecord }) {
  return (
    <div className={styles.facts}>
      <p className={styles.description}>{revisionSentence(record)}</p>
      {record.message === null ? null : <p className={styles.description}>{visible(record.message)}</p>}
      <p className={styles.fact}>
        {exactTime(record.at)}
        {record.author === null ? null : (
          <>
            {" "}
            by <Author name={record.author} />
          </>
        )}
      </p>
      <p className={styles.fact}>
        Revision {record.revision.toLocaleString()} · {formatCount(record.touched, "key")} touched
      </p>
    </div>
  );
}

function Changes({ totals }: { readonly totals: DifferenceTotals }) {
  return (
    <>
      <ChangeCount totals={totals} /> {changesInWords(totals)}
    </>
  );
}

interface SnapshotFactsProps {
  readonly snapshot: SnapshotMetadata;
  readonly previous: SnapshotMetadata | null;
}

function SnapshotFacts({ snapshot, previous }: SnapshotFactsProps) {
  const changes = useChangeCount(snapshot, previous);
  const { tags, description, createdAt, entryCount, sizeBytes, kind, deltaSize, baseVersion } = snapshot;
  return (
    <div className={styles.facts}>
      {tags.length > 0 ? (
        <div className={styles.tags}>
          {tags.map((tag) => (
            <Tag key={tag} name={tag} />
          ))}
        </div>
      ) : null}
      {description === null ? null : <p className={styles.description}>{visible(description)}</p>}
      <p className={styles.fact}>{exactTime(Date.parse(createdAt))}</p>
      <p className={styles.fact}>
        {formatCount(entryCount, "key")} · {formatBytes(sizeBytes)} · revision{" "}
        {snapshot.revision.toLocaleString()}
        {snapshot.revision === 0 ? null : <MadeBy revision={snapshot.revision} />}
      </p>
      {changes === null || previous === null ? null : (
        <p className={styles.fact}>
          <Changes totals={changes} /> since the snapshot before
        </p>
      )}
      {kind === "delta" ? (
        <p className={styles.fact}>
          {formatCount(deltaSize ?? 0, "key")} {deltaSize === 1 ? "differs" : "differ"} from its base{" "}
          <code>{baseVersion}</code>
        </p>
      ) : null}
      {snapshot.pinned ? (
        <p className={styles.fact}>
          Pinned{snapshot.pinReason === null ? "" : `: ${visibleName(snapshot.pinReason)}`}
        </p>
      ) : null}
      <p className={styles.fact}>
        <code className={styles.version}>{snapshot.version}</code>
      </p>
    </div>
  );
}

import { Ellipsis } from "lucide-react";
import { visible } from "../../../shared/diff/index.ts";
import type { RevisionRecord, SnapshotMetadata } from "../../../shared/model/index.ts";
import {
  Button,
  exactTime,
  formatBytes,
  formatCount,
  IconButton,
  Menu,
  MenuItem,
  Tag,
  visibleName,
} from "../../ui/index.ts";
import { revisionSentence } from "./activity.ts";
import type { MomentCommand } from "./commands.tsx";
import styles from "./MomentDetail.module.css";

export interface MomentDetailProps {
  readonly snapshot: SnapshotMetadata | null;
  readonly record: RevisionRecord | null;
  readonly commands: readonly MomentCommand[];
}

/** Commands with buttons of their own. */
const FIRST = new Set(["view", "compareNow", "restore"]);

/** All that is known of the chosen moment, and what can be done with it. */
export function MomentDetail({ snapshot, record, commands }: MomentDetailProps) {
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
          {commands
            .filter((command) => !FIRST.has(command.id))
            .map((command) => (
              <MenuItem
                key={command.id}
                name={command.name}
                icon={command.icon}
                shortcut={command.keys}
                danger={command.danger ?? false}
                onAction={command.run}
              />
            ))}
        </Menu>
      </div>
      {snapshot === null ? null : <SnapshotFacts snapshot={snapshot} />}
      {record === null ? null : (
        <div className={styles.facts}>
          <p className={styles.description}>{revisionSentence(record)}</p>
          <p className={styles.fact}>{exactTime(record.at)}</p>
          <p className={styles.fact}>
            Revision {record.revision.toLocaleString()} · {formatCount(record.touched, "key")} touched
          </p>
        </div>
      )}
      <div className={styles.actions}>
        {commands
          .filter((command) => FIRST.has(command.id))
          .map((command) => (
            <Button key={command.id} onPress={command.run}>
              {command.name}
            </Button>
          ))}
      </div>
    </section>
  );
}

function SnapshotFacts({ snapshot }: { readonly snapshot: SnapshotMetadata }) {
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
      </p>
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

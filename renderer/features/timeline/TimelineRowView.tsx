import type { StoreStatus } from "../../../shared/model/index.ts";
import type { TimelineRow } from "./rows.ts";
import {
  ActivityRow,
  DayRow,
  NowRow,
  RestRow,
  RevisionRow,
  type RowMark,
  SnapshotRow,
} from "./TimelineRows.tsx";

export interface TimelineRowViewProps {
  readonly row: TimelineRow;
  readonly status: StoreStatus | null;
  readonly mark: RowMark;
}

/** One line of the timeline, whatever it is. */
export function TimelineRowView({ row, status, mark }: TimelineRowViewProps) {
  switch (row.kind) {
    case "now":
      return <NowRow status={status} mark={mark} />;
    case "day":
      return <DayRow at={row.at} />;
    case "snapshot":
      return <SnapshotRow snapshot={row.snapshot} previous={row.previous} mark={mark} />;
    case "activity":
      return <ActivityRow after={row.after} upTo={row.upTo} isOpen={row.isOpen} />;
    case "revision":
      return <RevisionRow record={row.record} mark={mark} />;
    case "rest":
      return <RestRow count={row.count} />;
  }
}

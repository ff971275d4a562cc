import { useState } from "react";
import { visible } from "../../../shared/diff/index.ts";
import type { Revision } from "../../../shared/model/index.ts";
import { useApp, useAppStore } from "../../state/app.ts";
import {
  Button,
  Dialog,
  EmptyState,
  ErrorNote,
  exactTime,
  formatCount,
  JsonLine,
  RelativeTime,
  TextField,
  VirtualList,
  visibleName,
} from "../../ui/index.ts";
import styles from "./HistorySearchDialog.module.css";
import { type HistorySearch, type Interval, useHistorySearch } from "./useHistorySearch.ts";

/** When did a key have this value? Over every retained version, deleted keys included. */
export function HistorySearchDialog() {
  const isOpen = useApp((state) => state.dialog?.kind === "searchHistory");
  return isOpen ? <OpenDialog /> : null;
}

function OpenDialog() {
  const app = useAppStore();
  const dismiss = useApp((state) => state.dismissDialog);
  const newest = useApp((state) => state.status?.revision ?? (0 as Revision));
  const [value, setValue] = useState("");
  const [filter, setFilter] = useState("");
  const [active, setActive] = useState<number | null>(null);
  const search = useHistorySearch(value, filter);
  const chosen = active === null ? undefined : search.intervals[active];

  const view = ({ key, from }: Interval) => {
    const { viewAt, selectKey } = app.getState();
    dismiss();
    viewAt({ kind: "revision", revision: from });
    selectKey(key);
  };
  return (
    <Dialog
      title="Search through history"
      isOpen
      onClose={dismiss}
      size="large"
      holdsTyped={false}
      footer={
        <>
          <span className={styles.summary} role="status">
            {summaryOf(search)}
          </span>
          <Button
            isDisabled={chosen === undefined}
            onPress={() => chosen && app.getState().show({ kind: "keyHistory", key: chosen.key })}
          >
            History of the key
          </Button>
          <Button variant="primary" isDisabled={chosen === undefined} onPress={() => chosen && view(chosen)}>
            View then
          </Button>
        </>
      }
    >
      <div className={styles.body}>
        <div className={styles.fields}>
          <TextField
            label="Value"
            description="Text in it, email: *@example.com, price: >= 10, or a JSONPath"
            value={value}
            onChange={setValue}
            mono
            autoFocus
          />
          <TextField label="Keys that contain" value={filter} onChange={setFilter} mono />
        </div>
        {search.failure === null ? null : <ErrorNote>{search.failure}</ErrorNote>}
        {search.state === "idle" ? (
          <EmptyState title="When did a key have this value?">
            Every version that is kept is looked at, of deleted keys too. What is found are stretches of time.
          </EmptyState>
        ) : search.intervals.length === 0 && search.state === "done" && search.failure === null ? (
          <EmptyState title="Nothing ever matched">
            {formatCount(search.looked, "version")} looked at.
          </EmptyState>
        ) : (
          <VirtualList
            label="Found in history"
            count={search.intervals.length}
            rowHeight={40}
            activeIndex={active}
            onSelect={setActive}
            onOpen={(index) => {
              const interval = search.intervals[index];
              if (interval !== undefined) view(interval);
            }}
            renderRow={(index) => {
              const interval = search.intervals[index];
              return interval === undefined ? null : <Row interval={interval} newest={newest} />;
            }}
          />
        )}
      </div>
    </Dialog>
  );
}

function Row({ interval, newest }: { readonly interval: Interval; readonly newest: Revision }) {
  const { key, from, fromAt, until, untilAt, preview } = interval;
  const start = (from / Math.max(newest, 1)) * 100;
  const end = ((until ?? newest) / Math.max(newest, 1)) * 100;
  return (
    <div className={styles.row}>
      <span className={styles.text}>
        <span className={styles.key} dir="auto" title={visibleName(key)}>
          {visibleName(key)}
        </span>
        <span className={styles.preview} title={visible(preview)}>
          <JsonLine text={visible(preview)} />
        </span>
      </span>
      <span
        className={styles.span}
        title={`${exactTime(fromAt)} to ${untilAt === null ? "now" : exactTime(untilAt)}`}
      >
        <svg className={styles.bar} viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
          <path className={styles.track} d="M0 0H100V4H0Z" />
          <path className={styles.found} d={`M${start} 0H${Math.max(end, start + 1)}V4H${start}Z`} />
        </svg>
        <span className={styles.times}>
          <RelativeTime at={fromAt} /> – {untilAt === null ? "now" : <RelativeTime at={untilAt} />}
        </span>
      </span>
    </div>
  );
}

function summaryOf({ state, intervals, looked }: HistorySearch): string {
  if (state === "idle") return "";
  const keys = new Set(intervals.map(({ key }) => key)).size;
  const found = `${formatCount(intervals.length, "time")} in ${formatCount(keys, "key")}`;
  if (state === "looking") return `Looking… ${looked.toLocaleString()} versions, ${found}`;
  return state === "cut" ? `The first ${found}` : found;
}

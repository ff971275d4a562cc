import { Camera, History, TextSearch } from "lucide-react";
import {
  type KeyboardEvent,
  useCallback,
  useDeferredValue,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import type { Moment, RevisionRecord, SnapshotMetadata } from "../../../shared/model/index.ts";
import { searchSnapshots } from "../../moments/search.ts";
import { useApp, useAppStore } from "../../state/app.ts";
import { sameMoment } from "../../state/moments.ts";
import { mayWrite } from "../../state/readOnly.ts";
import {
  Button,
  ContextMenu,
  EmptyState,
  formatCount,
  IconButton,
  type MenuPlace,
  menuPlaceByKey,
  rowPositions,
  SearchField,
  Spacer,
  shortcutKey,
  Toolbar,
  VirtualList,
  type VirtualListHandle,
} from "../../ui/index.ts";
import { type MomentCommand, momentCommands, nowCommands } from "./commands.tsx";
import { DateFilter } from "./DateFilter.tsx";
import { DeleteSnapshotDialog } from "./DeleteSnapshotDialog.tsx";
import { asksBeforeDeleting, deleteSnapshot } from "./deleteSnapshot.ts";
import { EditSnapshotDialog } from "./EditSnapshotDialog.tsx";
import { MomentDetail } from "./MomentDetail.tsx";
import { rowAttributes, rowHeights } from "./rowShape.ts";
import { momentOf, previousOf, type TimelineRow, timelineRows } from "./rows.ts";
import styles from "./Timeline.module.css";
import type { RowMark } from "./TimelineRows.tsx";
import { TimelineRowView } from "./TimelineRowView.tsx";
import { readActivity } from "./useActivity.ts";

type OpenDialog =
  | { readonly kind: "edit"; readonly snapshot: SnapshotMetadata; readonly focus: "tags" | "pin" }
  | { readonly kind: "delete"; readonly snapshot: SnapshotMetadata };

/** The moments of the open store, newest first, and what can be done with each. */
export function Timeline() {
  const app = useAppStore();
  const snapshots = useApp((state) => state.snapshots);
  const status = useApp((state) => state.status);
  const view = useApp((state) => state.view);
  const show = useApp((state) => state.show);
  const [query, setQuery] = useState("");
  const [unfolded, setUnfolded] = useState<ReadonlyMap<string, readonly RevisionRecord[]>>(new Map());
  const [activeId, setActiveId] = useState<string | null>(null);
  const [marked, setMarked] = useState<Moment | null>(null);
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  const [menuPlace, setMenuPlace] = useState<MenuPlace | null>(null);
  const panel = useRef<HTMLElement>(null);
  const list = useRef<VirtualListHandle>(null);

  const search = useDeferredValue(query.trim());
  const found = useMemo(() => searchSnapshots(snapshots, search, Date.now()), [snapshots, search]);
  const previous = useMemo(() => previousOf(snapshots), [snapshots]);
  const revision = status?.revision ?? null;
  const rows = useMemo(
    () =>
      revision === null
        ? []
        : timelineRows({ snapshots: found, previous, revision, unfolded, isFiltered: search !== "" }),
    [found, previous, revision, unfolded, search],
  );
  const positions = useMemo(
    () => rowPositions(rows.map(({ kind }) => ({ depth: kind === "day" ? null : 0 }))),
    [rows],
  );
  const rowHeight = useMemo(() => rowHeights(rows), [rows]);
  const foundIndex = rows.findIndex((row) => row.id === activeId);
  const activeIndex = foundIndex < 0 ? null : foundIndex;
  const active = activeIndex === null ? undefined : rows[activeIndex];

  const commandsFor = (row: TimelineRow | undefined): MomentCommand[] => {
    const moment = row && momentOf(row);
    if (row === undefined || moment == null) return [];
    const other = marked !== null && !sameMoment(marked, moment) ? marked : null;
    if (row.kind === "now") return nowCommands({ app, marked: other, onMark: setMarked }, snapshots[0]);
    return momentCommands({
      app,
      moment,
      previous: previousMoment(rows, row),
      marked: other,
      snapshot: row.kind === "snapshot" ? row.snapshot : null,
      onMark: setMarked,
      onEdit: (snapshot, focus) => setDialog({ kind: "edit", snapshot, focus }),
      onDelete: (snapshot) => {
        if (asksBeforeDeleting(app, snapshot)) setDialog({ kind: "delete", snapshot });
        else deleteSnapshot(app, snapshot).catch(app.getState().fail);
      },
    });
  };

  const toggle = useCallback(
    async (row: TimelineRow & { kind: "activity" }) => {
      if (row.isOpen) {
        setUnfolded((before) => new Map([...before].filter(([id]) => id !== row.id)));
        return;
      }
      const { store, client, fail } = app.getState();
      if (store === null) return;
      try {
        const records = await readActivity(client.engine, store, row.after, row.upTo);
        setUnfolded((before) => new Map(before).set(row.id, records));
      } catch (error) {
        fail(error);
      }
    },
    [app],
  );

  const open = (index: number) => {
    const row = rows[index];
    if (row?.kind === "activity") void toggle(row);
    else if (row?.kind === "now") app.getState().backToNow();
    else commandsFor(row)[0]?.run();
  };
  const select = (index: number) => {
    const step = activeIndex !== null && index < activeIndex ? -1 : 1;
    let to = index;
    while (rows[to]?.kind === "day" || rows[to]?.kind === "rest") to += step;
    const row = rows[to];
    if (row === undefined) return;
    setActiveId(row.id);
  };
  const keys = (event: KeyboardEvent<HTMLDivElement>) => {
    if (shortcutKey(event) === "/" && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      panel.current?.querySelector<HTMLInputElement>("input")?.focus();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || active === undefined) return;
    const place = menuPlaceByKey(event);
    if (place !== null && commandsFor(active).length > 0) {
      event.preventDefault();
      setMenuPlace(place);
      return;
    }
    if (active.kind === "activity" && isFoldKey(event.key, active.isOpen)) {
      event.preventDefault();
      void toggle(active);
      return;
    }
    if (event.key === "Enter") return;
    const key = shortcutKey(event).toLowerCase();
    const command = commandsFor(active).find(({ shortcut }) => shortcut?.toLowerCase() === key);
    if (command === undefined) return;
    event.preventDefault();
    if (command.writes !== true || mayWrite(app.getState())) command.run();
  };

  const markOf = (moment: Moment | null): RowMark => {
    if (moment === null) return null;
    if (view.kind === "compare" && sameMoment(view.from, moment)) return "from";
    if (view.kind === "compare" && sameMoment(view.to, moment)) return "to";
    if (marked !== null && sameMoment(marked, moment)) return "marked";
    return view.kind === "browse" && moment.kind !== "now" && sameMoment(view.at, moment) ? "viewed" : null;
  };

  const commands = commandsFor(active);
  // The detail takes room from the list; what was chosen stays in view.
  const hasDetail = commands.length > 0;
  const chosen = useRef(activeIndex);
  chosen.current = activeIndex;
  useEffect(() => {
    if (hasDetail && chosen.current !== null) list.current?.scrollToIndex(chosen.current);
  }, [hasDetail]);
  return (
    <section className={styles.timeline} aria-label="Timeline panel" ref={panel}>
      <Toolbar label="Timeline">
        <h2 className={styles.title}>Timeline</h2>
        <Spacer />
        <IconButton
          label="Search through history"
          shortcut="Mod+Shift+F"
          onPress={() => show({ kind: "searchHistory" })}
        >
          <TextSearch />
        </IconButton>
        <Button writes onPress={() => show({ kind: "snapshot" })}>
          <Camera aria-hidden />
          Take snapshot
        </Button>
      </Toolbar>
      {snapshots.length > 0 ? (
        <div className={styles.filter}>
          <SearchField
            label="Search snapshots"
            placeholder="Tag, text, date"
            className={styles.search}
            value={query}
            onChange={setQuery}
            trailing={
              search === "" ? null : (
                <span className={styles.matches}>{formatCount(found.length, "match", "matches")}</span>
              )
            }
          />
          <DateFilter query={query} onChange={setQuery} />
        </div>
      ) : null}
      <VirtualList
        label="Timeline"
        handle={list}
        count={rows.length}
        rowHeight={rowHeight}
        activeIndex={activeIndex}
        onSelect={select}
        onOpen={open}
        onKeyDown={keys}
        onRowContextMenu={(index, event) => {
          const row = rows[index];
          if (row === undefined || commandsFor(row).length === 0) return;
          event.preventDefault();
          setActiveId(row.id);
          setMenuPlace({ x: event.clientX, y: event.clientY });
        }}
        rowProps={(index) => {
          const row = rows[index];
          if (row === undefined) return {};
          // A list has no levels.
          const attributes = { ...positions[index], "aria-level": undefined, ...rowAttributes(row) };
          if (row.kind !== "activity") return attributes;
          return {
            ...attributes,
            onClick: () => {
              select(index);
              void toggle(row);
            },
            onDoubleClick: () => {},
          };
        }}
        renderRow={(index) => {
          const row = rows[index];
          return row === undefined ? null : (
            <TimelineRowView row={row} status={status} mark={markOf(momentOf(row))} />
          );
        }}
      />
      {snapshots.length === 0 && status !== null ? (
        <EmptyState icon={<History />} title="No snapshot yet" className={styles.empty}>
          A snapshot gives the present a name, so that you can look at it, compare with it and go back to it
          later. It costs next to nothing.
        </EmptyState>
      ) : null}
      {search !== "" && found.length === 0 ? (
        <EmptyState title="No snapshot matches" className={styles.empty}>
          Words are looked for in tags, descriptions and dates; after:2026-10-03 and before:2026-11 leave only
          those of that time.
        </EmptyState>
      ) : null}
      {active !== undefined && commands.length > 0 ? (
        <MomentDetail key={active.id} row={active} commands={commands} />
      ) : null}
      <ContextMenu label="Moment" place={menuPlace} onClose={() => setMenuPlace(null)} actions={commands} />
      {dialog?.kind === "edit" ? (
        <EditSnapshotDialog snapshot={dialog.snapshot} focus={dialog.focus} onClose={() => setDialog(null)} />
      ) : null}
      {dialog?.kind === "delete" ? (
        <DeleteSnapshotDialog snapshot={dialog.snapshot} onClose={() => setDialog(null)} />
      ) : null}
    </section>
  );
}

const isFoldKey = (key: string, isOpen: boolean) =>
  key === " " || (key === "ArrowRight" && !isOpen) || (key === "ArrowLeft" && isOpen);

/** Of a snapshot, the one made before it, whether it is on show or not. */
function previousMoment(rows: readonly TimelineRow[], row: TimelineRow): Moment | null {
  if (row.kind === "snapshot") return row.previous && { kind: "snapshot", version: row.previous.version };
  const at = rows.indexOf(row);
  const found = rows.find((each, index) => index > at && each.kind === row.kind);
  return found === undefined ? null : momentOf(found);
}

import {
  ArrowLeftRight,
  Camera,
  Eye,
  GitCompareArrows,
  History,
  Pencil,
  Pin,
  PinOff,
  Trash2,
} from "lucide-react";
import { append, type Moment, NOW, type SnapshotMetadata } from "../../../shared/model/index.ts";
import { declareCommands } from "../../commands/registry.ts";
import type { App } from "../../state/app.ts";
import { carriersOf } from "../../state/moments.ts";
import { type Action, visibleName } from "../../ui/index.ts";

/** What can be done with the chosen moment, by its keys. */
const declared = declareCommands("Timeline", {
  view: { name: "View", icon: <Eye />, shortcut: "Enter" },
  compareNow: { name: "Compare with now", icon: <GitCompareArrows />, shortcut: "C" },
  comparePrevious: { name: "Compare with the one before", icon: <GitCompareArrows />, shortcut: "P" },
  mark: { name: "Mark for comparing", icon: <ArrowLeftRight />, shortcut: "M" },
  restore: { name: "Restore…", writes: true, icon: <History />, shortcut: "R" },
  edit: { name: "Edit tags and description…", writes: true, icon: <Pencil />, shortcut: "E" },
  pin: { name: "Pin…", writes: true, icon: <Pin />, shortcut: "I" },
  delete: { name: "Delete…", writes: true, icon: <Trash2 />, shortcut: "Delete", danger: true },
  take: { name: "Take snapshot…", writes: true, icon: <Camera />, shortcut: "S" },
});

/** What can be done with one moment of the timeline. */
export interface MomentCommand extends Action {
  /** One of the few that have a button of their own. */
  readonly isFirst?: true;
}

export interface MomentSurroundings {
  readonly app: App;
  readonly moment: Moment;
  /** The moment before it in the timeline; null for the first. */
  readonly previous: Moment | null;
  /** The moment marked as one side of a comparison. */
  readonly marked: Moment | null;
  readonly snapshot: SnapshotMetadata | null;
  readonly onMark: (moment: Moment) => void;
  readonly onEdit: (snapshot: SnapshotMetadata, focus: "tags" | "pin") => void;
  readonly onDelete: (snapshot: SnapshotMetadata) => void;
}

/** The commands for a snapshot or a revision, in the order of the menu. */
export function momentCommands(surroundings: MomentSurroundings): MomentCommand[] {
  const { app, moment, previous, snapshot } = surroundings;
  const { viewAt, compare, show } = app.getState();
  const commands: MomentCommand[] = [
    {
      ...declared.view,
      isFirst: true,
      run: () => viewAt(moment),
    },
    {
      ...declared.compareNow,
      isFirst: true,
      run: () => compare(moment, NOW),
    },
  ];
  if (previous !== null)
    commands.push({
      ...declared.comparePrevious,
      run: () => compare(previous, moment),
    });
  commands.push(markCommand(surroundings));
  commands.push({
    ...declared.restore,
    isFirst: true,
    run: () => show({ kind: "restore", to: moment }),
  });
  if (snapshot !== null) append(commands, snapshotCommands(snapshot, surroundings));
  return commands;
}

/** The commands for the present; `latest` is the newest snapshot, if there is one. */
export function nowCommands(
  surroundings: Pick<MomentSurroundings, "app" | "marked" | "onMark">,
  latest: SnapshotMetadata | undefined,
): MomentCommand[] {
  const { compare, show } = surroundings.app.getState();
  const take: MomentCommand = {
    ...declared.take,
    isFirst: true,
    run: () => show({ kind: "snapshot" }),
  };
  const mark = markCommand({ ...surroundings, moment: NOW });
  if (latest === undefined) return [take, mark];
  const last: Moment = { kind: "snapshot", version: latest.version };
  return [
    take,
    {
      id: "compareLast",
      name: "Compare with the last snapshot",
      icon: <GitCompareArrows />,
      shortcut: "C",
      isFirst: true,
      run: () => compare(last, NOW),
    },
    mark,
    {
      id: "restoreLast",
      writes: true,
      name: "Go back to the last snapshot…",
      icon: <History />,
      shortcut: "R",
      run: () => show({ kind: "restore", to: last }),
    },
  ];
}

function markCommand({
  app,
  moment,
  marked,
  onMark,
}: Pick<MomentSurroundings, "app" | "moment" | "marked" | "onMark">): MomentCommand {
  return {
    ...declared.mark,
    name: marked === null ? "Mark for comparing" : "Compare with the marked one",
    run: () => (marked === null ? onMark(moment) : app.getState().compare(marked, moment)),
  };
}

function snapshotCommands(
  snapshot: SnapshotMetadata,
  { app, onEdit, onDelete }: MomentSurroundings,
): MomentCommand[] {
  return [
    ...tagCommands(app, snapshot),
    {
      ...declared.edit,
      run: () => onEdit(snapshot, "tags"),
    },
    {
      ...declared.pin,
      ...(snapshot.pinned
        ? { name: "Unpin", icon: <PinOff />, run: () => void unpin(app, snapshot) }
        : { run: () => onEdit(snapshot, "pin") }),
    },
    {
      ...declared.delete,
      run: () => onDelete(snapshot),
    },
  ];
}

/** For each tag that other snapshots carry too: going back to the newest and to the oldest of them (rule N2). */
function tagCommands(app: App, { tags }: SnapshotMetadata): MomentCommand[] {
  const { snapshots, show } = app.getState();
  return tags.flatMap((tag) => {
    const carriers = carriersOf(tag, snapshots);
    if (carriers.length < 2) return [];
    return (
      [
        ["newest", carriers[0]],
        ["oldest", carriers.at(-1)],
      ] as const
    ).flatMap(([which, carrier]) =>
      carrier === undefined
        ? []
        : {
            id: `restore ${which} ${tag}`,
            writes: true,
            name: `Restore the ${which} ${visibleName(tag)}…`,
            icon: <History />,
            run: () => show({ kind: "restore", to: { kind: "snapshot", version: carrier.version } }),
          },
    );
  });
}

async function unpin(app: App, snapshot: SnapshotMetadata): Promise<void> {
  const { client, store, refresh, fail } = app.getState();
  if (store === null) return;
  try {
    await client.engine.snapshots.update({
      store,
      version: snapshot.version,
      pinned: false,
      pinReason: null,
    });
    await refresh();
  } catch (error) {
    fail(error);
  }
}

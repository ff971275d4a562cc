import { Command as Cmdk } from "cmdk";
import { Camera, History, KeyRound, Tag as TagIcon } from "lucide-react";
import { type RefObject, useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { Dialog as AriaDialog, Modal, ModalOverlay } from "react-aria-components";
import { type Moment, NOW, type SnapshotMetadata } from "../../../shared/model/index.ts";
import { commandsNow } from "../../commands/keyboard.ts";
import { canRun, isEnabled, nameOf, runCommand } from "../../commands/registry.ts";
import { useApp, useAppStore } from "../../state/app.ts";
import { carriersByTag, momentName } from "../../state/moments.ts";
import { JsonLine, Kbd, OverlayMark, RelativeTime, visibleName } from "../../ui/index.ts";
import styles from "./Palette.module.css";
import { useFoundKeys } from "./useFoundKeys.ts";

/** Snapshots listed at most; typing narrows them down. */
const MOST_SNAPSHOTS = 20;

/** Every command, every key, every snapshot and tag, by a few letters of its name. */
export function Palette() {
  const app = useAppStore();
  const close = useApp((state) => state.dismissDialog);
  const snapshots = useApp((state) => state.snapshots);
  const [typed, setTyped] = useState("");
  const query = useDeferredValue(typed.trim());
  const found = useFoundKeys(query);
  const isSettled = typed.trim() === query && found.foundBy === query;
  const list = useRef<HTMLDivElement>(null);
  /** The row that a person went to; "" for the first one, whichever that is. */
  const [chosen, setChosen] = useState("");
  const pickSoon = usePickOnceSettled(isSettled, list);

  /** Closes first: what is run may open something of its own. */
  const run = (act: () => void) => () => {
    close();
    act();
  };
  const available = commandsNow().filter(
    (command) => command.id !== "find" && isEnabled(command, app.getState()),
  );
  const words = query.toLowerCase();
  const shownCommands = available.filter((command) => matches(nameOf(command, app.getState()), words));
  const shownSnapshots = useMemo(
    () =>
      words === ""
        ? []
        : snapshots
            .filter((each) =>
              matches([VERBS, ...each.tags, each.description ?? "", each.version].join(" "), words),
            )
            .slice(0, MOST_SNAPSHOTS),
    [snapshots, words],
  );
  const shownTags = useMemo(() => {
    if (words === "") return [];
    const choices = [...carriersByTag(snapshots)].flatMap(([tag, carriers]) => restorableBy(tag, carriers));
    return choices.filter(({ name }) => matches(name, words)).slice(0, MOST_SNAPSHOTS);
  }, [snapshots, words]);

  // Left to itself, cmdk chooses no row at all when the chosen one goes and others stay.
  const rows = [
    ...found.keys.map(({ key }) => rowOfKey(key)),
    ...shownCommands.map(({ id }) => `command ${id}`),
    ...shownSnapshots.flatMap(({ version }) => [`view ${version}`, `compare ${version}`]),
    ...shownTags.map(({ name }) => rowOfTag(name)),
  ];
  const [first = ""] = rows;

  return (
    <ModalOverlay
      className={styles.overlay ?? ""}
      isOpen
      isDismissable
      onOpenChange={(open) => {
        if (!open) close();
      }}
    >
      <Modal className={styles.modal ?? ""}>
        <AriaDialog className={styles.dialog ?? ""} aria-label="Find">
          <OverlayMark />
          <Cmdk
            label="Find"
            shouldFilter={false}
            filter={anything}
            loop
            value={rows.includes(chosen) ? chosen : first}
            onValueChange={(row) => setChosen(row === first ? "" : row)}
            onKeyDown={(event) => {
              if (event.key !== "Enter" || isSettled) return;
              event.preventDefault();
              pickSoon();
            }}
          >
            <Cmdk.Input
              className={styles.input}
              value={typed}
              onValueChange={(text) => {
                setTyped(text);
                setChosen("");
              }}
              placeholder="Find a key, a command, a moment"
              autoFocus
            />
            <Cmdk.List ref={list} className={styles.list} label="Results">
              <Cmdk.Empty className={styles.empty}>
                {isSettled ? "Nothing by that name" : "Searching…"}
              </Cmdk.Empty>
              {found.keys.length > 0 ? (
                <Cmdk.Group heading={`Keys, ${found.total.toLocaleString()}`} className={styles.group}>
                  {found.keys.map(({ key, preview }) => (
                    <Cmdk.Item
                      key={key}
                      value={rowOfKey(key)}
                      className={styles.item}
                      onSelect={run(() => {
                        const { view, backToNow, setFilter, selectKey } = app.getState();
                        if (view.kind !== "browse") backToNow();
                        setFilter("");
                        selectKey(key);
                      })}
                    >
                      <KeyRound aria-hidden />
                      <span className={styles.key} dir="auto" title={visibleName(key)}>
                        {visibleName(key)}
                      </span>
                      <span className={styles.preview} title={visibleName(preview)}>
                        <JsonLine text={visibleName(preview)} />
                      </span>
                    </Cmdk.Item>
                  ))}
                </Cmdk.Group>
              ) : null}
              {shownCommands.length > 0 ? (
                <Cmdk.Group heading="Commands" className={styles.group}>
                  {shownCommands.map((command) => (
                    <Cmdk.Item
                      key={command.id}
                      value={`command ${command.id}`}
                      className={styles.item}
                      disabled={!canRun(command, app.getState())}
                      onSelect={run(() => runCommand(app, command))}
                    >
                      {command.icon}
                      <span className={styles.name}>{nameOf(command, app.getState())}</span>
                      {canRun(command, app.getState()) ? null : <span>Read only</span>}
                      {command.shortcut ? <Kbd keys={command.shortcut} /> : null}
                    </Cmdk.Item>
                  ))}
                </Cmdk.Group>
              ) : null}
              {shownSnapshots.length > 0 ? (
                <Cmdk.Group heading="Moments" className={styles.group}>
                  {shownSnapshots.map(({ version, createdAt, tags }) => {
                    const moment: Moment = { kind: "snapshot", version };
                    const name = momentName(moment, snapshots);
                    return [
                      <Cmdk.Item
                        key={version}
                        value={`view ${version}`}
                        className={styles.item}
                        onSelect={run(() => app.getState().viewAt(moment))}
                      >
                        <Camera aria-hidden />
                        <span className={styles.name} title={name}>
                          View {name}
                        </span>
                        <span className={styles.preview} title={visibleName(tags.join(", "))}>
                          {visibleName(tags.slice(1).join(", "))}
                        </span>
                        <RelativeTime at={createdAt} className={styles.time} />
                      </Cmdk.Item>,
                      <Cmdk.Item
                        key={`compare ${version}`}
                        value={`compare ${version}`}
                        className={styles.item}
                        onSelect={run(() => app.getState().compare(moment, NOW))}
                      >
                        <History aria-hidden />
                        <span className={styles.name} title={name}>
                          Compare {name} with now
                        </span>
                        <RelativeTime at={createdAt} className={styles.time} />
                      </Cmdk.Item>,
                    ];
                  })}
                </Cmdk.Group>
              ) : null}
              {shownTags.length > 0 ? (
                <Cmdk.Group heading="Tags" className={styles.group}>
                  {shownTags.map(({ name, snapshot: { version, createdAt } }) => (
                    <Cmdk.Item
                      key={name}
                      value={rowOfTag(name)}
                      className={styles.item}
                      onSelect={run(() =>
                        app.getState().show({ kind: "restore", to: { kind: "snapshot", version } }),
                      )}
                    >
                      <TagIcon aria-hidden />
                      <span className={styles.name} dir="auto" title={visibleName(name)}>
                        {visibleName(name)}
                      </span>
                      <RelativeTime at={createdAt} className={styles.time} />
                    </Cmdk.Item>
                  ))}
                </Cmdk.Group>
              ) : null}
            </Cmdk.List>
          </Cmdk>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

// In quotes, since cmdk takes rows that differ only in spaces at their ends for the same.
const rowOfKey = (key: string): string => `key ${JSON.stringify(key)}`;
const rowOfTag = (name: string): string => `tag ${JSON.stringify(name)}`;

/** What a tag can be gone back to by: its snapshot, or the newest and the oldest of several (rule N2). */
function restorableBy(tag: string, carriers: readonly SnapshotMetadata[]) {
  const [newest] = carriers;
  const oldest = carriers.at(-1);
  if (newest === undefined || oldest === undefined) return [];
  if (carriers.length === 1) return [{ name: `Restore tag ${tag}…`, snapshot: newest }];
  return [
    { name: `Restore tag ${tag}, newest…`, snapshot: newest },
    { name: `Restore tag ${tag}, oldest…`, snapshot: oldest },
  ];
}

/**
 * For an Enter that comes while the rows are still those of an earlier word: what it picks is the chosen row, or the first,
 * of those that were asked for.
 */
function usePickOnceSettled(isSettled: boolean, list: RefObject<HTMLDivElement | null>): () => void {
  const [isWaiting, setWaiting] = useState(false);
  useEffect(() => {
    if (!isWaiting || !isSettled) return;
    setWaiting(false);
    // cmdk moves its choice off a row that has gone in a turn of its own.
    requestAnimationFrame(() => {
      const chosen = list.current?.querySelector("[cmdk-item][aria-selected=true]");
      const row = chosen ?? list.current?.querySelector("[cmdk-item]");
      row?.dispatchEvent(new Event("cmdk-item-select"));
    });
  }, [isWaiting, isSettled, list]);
  return useCallback(() => setWaiting(true), []);
}

/** cmdk scores its rows even where it filters none, and stands still over a long run of one letter. */
const anything = () => 1;

/** What the rows of a snapshot begin with and end in: who types the words that are to be read there finds them. */
const VERBS = "view compare with now";

/** Every word that was typed is somewhere in the text. */
function matches(text: string, words: string): boolean {
  const lower = text.toLowerCase();
  return words.split(/\s+/).every((word) => lower.includes(word));
}

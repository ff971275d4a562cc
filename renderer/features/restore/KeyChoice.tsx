import { useCallback, useState } from "react";
import { type Key, type Moment, NOW } from "../../../shared/model/index.ts";
import { messageOf } from "../../client/index.ts";
import { useDifferenceRows } from "../../comparison/useDifferenceRows.ts";
import {
  Button,
  ErrorNote,
  formatCount,
  SearchField,
  SignalMark,
  VirtualList,
  visibleName,
} from "../../ui/index.ts";
import styles from "./KeyChoice.module.css";

export interface KeyChoiceProps {
  readonly to: Moment;
  /** The keys to restore; null for all. */
  readonly chosen: ReadonlySet<Key> | null;
  readonly onChange: (chosen: ReadonlySet<Key> | null) => void;
  /** Shows how a key differs, before anything is done. */
  readonly onLook: (key: Key) => void;
}

/** The keys that a restore would change, each of which may be left out. */
export function KeyChoice({ to, chosen, onChange, onLook }: KeyChoiceProps) {
  const [filter, setFilter] = useState("");
  const [activeIndex, setActiveIndex] = useState<number | null>(null);
  const rows = useDifferenceRows({ from: NOW, to, filter, path: "", kinds: undefined });

  const toggle = useCallback(
    (index: number) => {
      const key = rows.at(index)?.key;
      if (key === undefined) return;
      const next = new Set(chosen ?? []);
      if (!next.delete(key)) next.add(key);
      onChange(next);
    },
    [rows.at, chosen, onChange],
  );

  return (
    <div className={styles.choice}>
      <div className={styles.bar}>
        <SearchField
          label="Filter keys"
          placeholder="Filter"
          value={filter}
          onChange={setFilter}
          className={styles.filter}
        />
        {chosen === null ? (
          <Button onPress={() => onChange(new Set())}>Choose keys…</Button>
        ) : (
          <Button onPress={() => onChange(null)}>All keys</Button>
        )}
      </div>
      {rows.error === null ? null : <ErrorNote>{messageOf(rows.error)}</ErrorNote>}
      {chosen === null ? null : <p className={styles.chosen}>{formatCount(chosen.size, "key")} chosen</p>}
      <VirtualList
        label="Keys to restore"
        count={rows.total ?? 0}
        activeIndex={activeIndex}
        multiple={chosen !== null}
        isSelected={(index) => {
          const key = rows.at(index)?.key;
          return chosen === null ? index === activeIndex : key !== undefined && chosen.has(key);
        }}
        onSelect={setActiveIndex}
        onVisible={rows.show}
        onOpen={(index) => {
          const key = rows.at(index)?.key;
          if (key !== undefined) onLook(key);
        }}
        onKeyDown={(event) => {
          if (event.key !== " " || activeIndex === null || chosen === null) return;
          event.preventDefault();
          toggle(activeIndex);
        }}
        rowProps={(index) => {
          const row = rows.at(index);
          if (row === undefined) return {};
          return {
            "aria-label": `${visibleName(row.key)}, ${restored[row.kind]}`,
            ...(chosen === null
              ? {}
              : {
                  onClick: () => {
                    setActiveIndex(index);
                    toggle(index);
                  },
                }),
          };
        }}
        renderRow={(index) => {
          const row = rows.at(index);
          if (row === undefined) return null;
          return (
            <div className={styles.row}>
              {chosen === null ? null : (
                <input type="checkbox" tabIndex={-1} readOnly aria-hidden checked={chosen.has(row.key)} />
              )}
              <SignalMark signal={row.kind} />
              <span className={styles.key} dir="auto" title={visibleName(row.key)}>
                {visibleName(row.key)}
              </span>
              <span className={styles.what}>{restored[row.kind]}</span>
            </div>
          );
        }}
      />
      <p className={styles.hint}>
        {chosen === null
          ? "Enter or a double click shows how a key differs."
          : "A click or Space chooses a key, Enter shows how it differs."}
      </p>
    </div>
  );
}

const restored = { added: "comes back", removed: "is removed", changed: "changes" } as const;

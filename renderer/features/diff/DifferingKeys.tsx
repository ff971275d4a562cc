import { Braces, ListTree } from "lucide-react";
import { type KeyboardEvent, type Ref, useCallback, useRef, useState } from "react";
import type { DifferenceKind, DifferenceTotals, Key } from "../../../shared/model/index.ts";
import type { WantedDifferences } from "../../comparison/useDifferenceRows.ts";
import type { Side } from "../../state/moments.ts";
import { IconButton, SearchField, Spacer, shortcutKey } from "../../ui/index.ts";
import { ChangedKeyList } from "./ChangedKeyList.tsx";
import { ChangedKeyTree } from "./ChangedKeyTree.tsx";
import styles from "./DifferingKeys.module.css";
import { KindFilter } from "./KindFilter.tsx";

export interface DifferingKeysHandle {
  /** Chooses the next or previous key. */
  step(direction: 1 | -1): void;
}

export interface DifferingKeysProps {
  readonly from: Side;
  readonly to: Side;
  readonly selected: Key | null;
  readonly onSelect: (key: Key) => void;
  /** The number of differing keys without filters: reported with each answer. */
  readonly onTotals: (totals: DifferenceTotals) => void;
  readonly handle?: Ref<DifferingKeysHandle>;
}

/** What the list and the tree of changed keys have in common. */
export interface ChangedKeysProps extends DifferingKeysProps, WantedDifferences {
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

const ALL_KINDS: readonly DifferenceKind[] = ["added", "changed", "removed"];

/** The way a person looked at the last keys is the way the next ones are shown. */
let lastIsTree = false;

/** The keys that differ between two moments, as a list or as a tree, with filters by kind and by text. */
export function DifferingKeys(props: DifferingKeysProps) {
  const { onTotals } = props;
  const [filter, setFilter] = useState("");
  const [path, setPath] = useState("");
  const [isByPath, setByPath] = useState(false);
  const [kinds, setKinds] = useState<readonly DifferenceKind[]>(ALL_KINDS);
  const [totals, setTotals] = useState<DifferenceTotals | null>(null);
  const [isTree, setTree] = useState(lastIsTree);
  const panel = useRef<HTMLDivElement>(null);

  const count = useCallback(
    (counted: DifferenceTotals) => {
      setTotals(counted);
      onTotals(counted);
    },
    [onTotals],
  );
  const toSearch = (event: KeyboardEvent) => {
    if (shortcutKey(event) !== "/" || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    panel.current?.querySelector<HTMLInputElement>("input")?.focus();
  };
  const shared: ChangedKeysProps = {
    ...props,
    filter,
    path: path.trim(),
    kinds: kinds.length === ALL_KINDS.length ? undefined : kinds,
    onTotals: count,
    onKeyDown: toSearch,
  };
  return (
    <div className={styles.keys} ref={panel}>
      <div className={styles.filters}>
        <SearchField label="Filter changed keys" placeholder="Filter" value={filter} onChange={setFilter} />
        {isByPath ? (
          <SearchField
            label="Filter by path inside the value"
            placeholder="support.*.version"
            value={path}
            onChange={setPath}
            autoFocus
          />
        ) : null}
        <div className={styles.kinds}>
          <KindFilter totals={totals} kinds={kinds} onChange={setKinds} />
          <Spacer />
          <IconButton
            label="By path inside the value"
            pressed={isByPath}
            onPress={() => {
              setByPath(!isByPath);
              setPath("");
            }}
          >
            <Braces />
          </IconButton>
          <IconButton
            label="As a tree"
            pressed={isTree}
            onPress={() => {
              lastIsTree = !isTree;
              setTree(!isTree);
            }}
          >
            <ListTree />
          </IconButton>
        </div>
      </div>
      {isTree ? <ChangedKeyTree {...shared} /> : <ChangedKeyList {...shared} />}
    </div>
  );
}

import { ArrowLeftRight, X } from "lucide-react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { QuietRule } from "../../../shared/contract/index.ts";
import { visible } from "../../../shared/diff/index.ts";
import type { DifferenceTotals, Key, Moment } from "../../../shared/model/index.ts";
import { useCommand } from "../../commands/keyboard.ts";
import { rulesFor } from "../../comparison/quiet.ts";
import { isNone, useTotals } from "../../comparison/useTotals.ts";
import { ValueDiff, type ValueDiffHandle } from "../../comparison/ValueDiff.tsx";
import { useApp } from "../../state/app.ts";
import { isFile, momentId, momentName, type Side } from "../../state/moments.ts";
import { RememberedPanels } from "../../state/RememberedPanels.tsx";
import {
  Button,
  EmptyState,
  ErrorNote,
  IconButton,
  Panel,
  PanelSeparator,
  Spacer,
  Toolbar,
} from "../../ui/index.ts";
import styles from "./CompareView.module.css";
import { compareCommands } from "./commands.tsx";
import { DifferingKeys, type DifferingKeysHandle } from "./DifferingKeys.tsx";
import { QuietMenu } from "./QuietMenu.tsx";
import { ReportMenu } from "./ReportMenu.tsx";
import { SidePicker } from "./SidePicker.tsx";
import { useKeyValues } from "./useKeyValues.ts";
import { usePlaceCommands } from "./usePlaceCommands.tsx";

const NO_QUIET: readonly QuietRule[] = [];

/** Two moments beside each other: the keys that differ, and how the chosen one does. Takes the place of the explorer. */
export function CompareView() {
  const view = useApp((state) => state.view);
  return view.kind === "compare" ? <Comparison from={view.from} to={view.to} /> : null;
}

function Comparison({ from, to }: { readonly from: Side; readonly to: Side }) {
  const compare = useApp((state) => state.compare);
  const backToNow = useApp((state) => state.backToNow);
  const show = useApp((state) => state.show);
  const snapshots = useApp((state) => state.snapshots);
  const selectedKey = useApp((state) => state.selectedKey);
  const selectKey = useApp((state) => state.selectKey);
  const between = `${momentId(from)} ${momentId(to)}`;
  const [counted, setCounted] = useState<{ readonly of: string; readonly totals: DifferenceTotals } | null>(
    null,
  );
  const totals = counted?.of === between ? counted.totals : null;
  const count = useCallback((of: DifferenceTotals) => setCounted({ of: between, totals: of }), [between]);
  const quietRules = useApp((state) => state.preferences.quietRules);
  const setPreferences = useApp((state) => state.setPreferences);
  /** The rules stay as they are while what they hide is shown. */
  const [showsHidden, setShowsHidden] = useState(false);
  const keys = useRef<DifferingKeysHandle>(null);
  const isSame = totals !== null && isNone(totals);
  const { values, of, failure } = useKeyValues(from, to, isSame ? null : selectedKey);
  const rules = useMemo(() => rulesFor(quietRules, of ?? ""), [quietRules, of]);

  const difference = useRef<ValueDiffHandle>(null);
  useCommand(compareCommands.nextChange, { run: () => difference.current?.step(1) });
  useCommand(compareCommands.previousChange, { run: () => difference.current?.step(-1) });
  useCommand(compareCommands.close, { run: backToNow });

  const commandsFor = usePlaceCommands(from, to, of, values);

  const nextKey = useCallback((direction: 1 | -1) => keys.current?.step(direction), []);
  /** What can be gone back to. */
  const past = pastOf(from) ?? pastOf(to);
  return (
    <section className={styles.compare} aria-label="Compare">
      <Toolbar label="Compared moments" className={styles.bar}>
        <SidePicker label="From" value={from} onChange={(moment) => compare(moment, to)} />
        <IconButton label="Swap" onPress={() => compare(to, from)}>
          <ArrowLeftRight />
        </IconButton>
        <SidePicker label="To" value={to} onChange={(moment) => compare(from, moment)} />
        <Spacer />
        {past === null || isSame ? null : (
          <Button writes className={styles.restore} onPress={() => show({ kind: "restore", to: past })}>
            <span className={styles.restoreName} title={momentName(past, snapshots)}>
              Restore {momentName(past, snapshots)}…
            </span>
          </Button>
        )}
        {isSame ? null : (
          <>
            <QuietMenu
              rules={quietRules}
              onChange={(next) => {
                setPreferences({ quietRules: [...next] });
                setShowsHidden(false);
              }}
            />
            <ReportMenu from={from} to={to} rules={showsHidden ? NO_QUIET : quietRules} />
          </>
        )}
        <IconButton
          label={compareCommands.close.name}
          shortcut={compareCommands.close.shortcut}
          onPress={backToNow}
        >
          <X />
        </IconButton>
      </Toolbar>
      {isSame ? (
        <Same from={from} to={to} onTotals={count} />
      ) : (
        <RememberedPanels id="compare">
          <Panel id="keys" minSize="180px" defaultSize="30%">
            <DifferingKeys
              from={from}
              to={to}
              selected={selectedKey}
              onSelect={selectKey as (key: Key) => void}
              onTotals={count}
              handle={keys}
            />
          </Panel>
          <PanelSeparator label="changed keys" />
          <Panel id="difference" minSize="320px">
            {failure === null ? null : <ErrorNote>{failure}</ErrorNote>}
            {totals === null || selectedKey === null ? null : (
              <ValueDiff
                title={<span title={visible(of ?? "")}>{visible(of ?? selectedKey)}</span>}
                values={values}
                rules={rules}
                commandsFor={commandsFor}
                actions={
                  past === null || of === null ? null : (
                    <Button writes onPress={() => show({ kind: "restore", to: past, keys: [of] })}>
                      Restore this key…
                    </Button>
                  )
                }
                showsHidden={showsHidden}
                onShowHidden={setShowsHidden}
                onEdge={nextKey}
                handle={difference}
              />
            )}
          </Panel>
        </RememberedPanels>
      )}
    </section>
  );
}

/** The moment that a side is, when it can be gone back to. */
const pastOf = (side: Side): Moment | null => (isFile(side) || side.kind === "now" ? null : side);

interface SameProps {
  readonly from: Side;
  readonly to: Side;
  /** Called when they differ again. */
  readonly onTotals: (totals: DifferenceTotals) => void;
}

function Same({ from, to, onTotals }: SameProps) {
  const backToNow = useApp((state) => state.backToNow);
  const snapshots = useApp((state) => state.snapshots);
  const { answer: totals, failure } = useTotals(from, to);
  useEffect(() => {
    if (totals !== null && !isNone(totals)) onTotals(totals);
  }, [totals, onTotals]);
  return (
    <>
      {failure === null ? null : <ErrorNote>{failure}</ErrorNote>}
      <EmptyState title="These two are the same." actions={<Button onPress={backToNow}>Back to now</Button>}>
        Every key has the same value in {momentName(from, snapshots)} and in {momentName(to, snapshots)}.
      </EmptyState>
    </>
  );
}

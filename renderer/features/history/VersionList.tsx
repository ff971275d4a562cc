import { useMemo, useState } from "react";
import type { Key } from "../../../shared/model/index.ts";
import type { ValuePair } from "../../comparison/useDiffRows.ts";
import { ValueDiff } from "../../comparison/ValueDiff.tsx";
import { useApp } from "../../state/app.ts";
import {
  Button,
  EmptyState,
  ErrorNote,
  Panel,
  PanelGroup,
  PanelSeparator,
  Segmented,
  VirtualList,
} from "../../ui/index.ts";
import { GoingBack } from "./GoingBack.tsx";
import styles from "./KeyHistory.module.css";
import { LeafChart } from "./LeafChart.tsx";
import { useVersions } from "./useVersions.ts";
import { VersionRow } from "./VersionRow.tsx";
import type { KeyVersion } from "./versions.ts";

type Against = "previous" | "now";

export interface VersionListProps {
  readonly name: Key;
  /** The place inside the value; "" for all of it. */
  readonly pointer: string;
  /** Called after a restore, or when another view is opened. */
  readonly onDone: () => void;
}

/** The versions of a value or of a place in it, how the chosen one differs, and the way back to it. */
export function VersionList({ name, pointer, onDone }: VersionListProps) {
  const { versions, isComplete, failure, more } = useVersions(name, pointer);
  const viewAt = useApp((state) => state.viewAt);
  const selectKey = useApp((state) => state.selectKey);
  const [chosen, setChosen] = useState(0);
  const [against, setAgainst] = useState<Against>("previous");
  const [isGoing, setGoing] = useState(false);
  const version = versions[chosen];
  const what = pointer === "" ? "the key" : "this place";
  const choose = (index: number) => {
    setChosen(index);
    setGoing(false);
  };
  const goTo = ({ revision: { revision }, of = name }: KeyVersion) => {
    selectKey(of);
    viewAt({ kind: "revision", revision });
    onDone();
  };
  const values = useMemo(() => pairOf(versions, chosen, against), [versions, chosen, against]);

  if (failure !== null && versions.length === 0) return <ErrorNote>{failure}</ErrorNote>;
  if (isComplete && versions.length === 0)
    return <EmptyState title="No version is kept">It never existed, or its history was pruned.</EmptyState>;
  return (
    <PanelGroup id="history">
      <Panel id="versions" defaultSize="38%" minSize="220px">
        {pointer === "" ? null : <LeafChart versions={versions} chosen={chosen} onGoTo={goTo} />}
        <VirtualList
          label="Versions"
          count={versions.length + (isComplete ? 0 : 1)}
          rowHeight={48}
          activeIndex={version === undefined ? null : chosen}
          onSelect={(index) => {
            if (index < versions.length) choose(index);
          }}
          onVisible={(_, last) => {
            if (last >= versions.length - 1) more();
          }}
          renderRow={(index) => {
            const row = versions[index];
            return row === undefined ? (
              <span className={styles.waiting}>Older versions…</span>
            ) : (
              <VersionRow version={row} isPlace={pointer !== ""} />
            );
          }}
        />
        {failure === null ? null : <ErrorNote>{failure}</ErrorNote>}
      </Panel>
      <PanelSeparator label="versions" />
      <Panel id="difference" minSize="320px">
        {version === undefined ? null : isGoing ? (
          <GoingBack
            place={{ key: name, pointer, to: { kind: "revision", revision: version.revision.revision } }}
            onCancel={() => setGoing(false)}
            onDone={onDone}
          />
        ) : (
          <>
            <ValueDiff
              title={titleOf(version, against, chosen === versions.length - 1 && isComplete)}
              values={values}
              actions={
                <Segmented
                  label="Compare with"
                  options={[
                    { id: "previous", name: "Before" },
                    { id: "now", name: "Now" },
                  ]}
                  value={against}
                  onChange={setAgainst}
                />
              }
              onEdge={(direction) => choose(Math.min(Math.max(chosen + direction, 0), versions.length - 1))}
            />
            <footer className={styles.footer}>
              <Button onPress={() => goTo(version)}>View then</Button>
              <Button
                variant="primary"
                writes
                isDisabled={version.until === null || version.of !== undefined}
                onPress={() => setGoing(true)}
              >
                {version.text === null ? `Remove ${what}, as it was then…` : "Go back to this version…"}
              </Button>
            </footer>
          </>
        )}
      </Panel>
    </PanelGroup>
  );
}

function pairOf(versions: readonly KeyVersion[], chosen: number, against: Against): ValuePair | null {
  const version = versions[chosen];
  if (version === undefined) return null;
  if (against === "now") return { before: version.text, after: versions[0]?.text ?? null };
  return { before: versions[chosen + 1]?.text ?? null, after: version.text };
}

function titleOf(version: KeyVersion, against: Against, isFirst: boolean): string {
  const at = `r ${version.revision.revision.toLocaleString()}`;
  if (against === "now") return `${at} → now`;
  return isFirst ? `First version, ${at}` : `Before → ${at}`;
}

import { ChevronDown, ChevronUp } from "lucide-react";
import {
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useEffect,
  useImperativeHandle,
  useRef,
  useState,
} from "react";
import type { DiffRow } from "../../shared/diff/index.ts";
import {
  type Action,
  EmptyState,
  ErrorNote,
  IconButton,
  matchesShortcut,
  Segmented,
  Spacer,
  Toolbar,
} from "../ui/index.ts";
import { DiffList, type DiffListHandle } from "./DiffList.tsx";
import { Rolled } from "./DiffRowView.tsx";
import { HiddenChanges } from "./HiddenChanges.tsx";
import { NO_RULES, type QuietRules } from "./quiet.ts";
import { TextDiff } from "./TextDiff.tsx";
import { hasChanges, useDiffRows, type ValuePair } from "./useDiffRows.ts";
import styles from "./ValueDiff.module.css";

export type DiffMode = "unified" | "split" | "text";

const MODES = [
  { id: "unified", name: "Unified" },
  { id: "split", name: "Side by side" },
  { id: "text", name: "Text" },
] as const;

export interface ValueDiffHandle {
  /** Goes to the next or previous change; false when there is none that way. */
  step(direction: 1 | -1): boolean;
}

export interface ValueDiffProps {
  /** What is compared, for people. */
  readonly title: ReactNode;
  /** Null while they are on their way. */
  readonly values: ValuePair | null;
  readonly rules?: QuietRules;
  /** What can be done with one place of the difference. */
  readonly commandsFor?: (row: DiffRow) => readonly Action[];
  /** More controls for the bar. */
  readonly actions?: ReactNode;
  /** True while what the rules would leave out is shown. */
  readonly showsHidden?: boolean;
  /** Shows what the rules leave out, or hides it again. */
  readonly onShowHidden?: (showsHidden: boolean) => void;
  /** There is no further change that way. */
  readonly onEdge?: (direction: 1 | -1) => void;
  readonly handle?: Ref<ValueDiffHandle>;
}

/** The way a person looked at the last difference is the way the next one is shown. */
let lastMode: DiffMode = "unified";

/** How two versions of one value differ: by structure, unified or side by side, or as text. */
export function ValueDiff({
  title,
  values,
  rules = NO_RULES,
  actions,
  commandsFor,
  showsHidden = false,
  onShowHidden,
  onEdge,
  handle,
}: ValueDiffProps) {
  const [mode, setMode] = useState<DiffMode>(lastMode);
  const list = useRef<DiffListHandle>(null);
  const { state, isCurrent, rows, isClosed, toggle, format } = useDiffRows(
    values,
    showsHidden ? NO_RULES : rules,
  );
  const isSlow = useSlow(!isCurrent);

  const step = (direction: 1 | -1) => {
    const moved = list.current?.step(direction) ?? false;
    if (!moved) onEdge?.(direction);
    return moved;
  };
  useImperativeHandle(handle, () => ({ step }));
  const keys = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.target instanceof HTMLInputElement) return;
    const direction = matchesShortcut(event, "]") ? 1 : matchesShortcut(event, "[") ? -1 : null;
    if (direction === null) return;
    event.preventDefault();
    step(direction);
  };

  const totals = state.kind === "ready" ? state.totals : null;
  return (
    <section className={styles.diff} aria-label="Difference" onKeyDown={keys}>
      <Toolbar label="Layout of the difference" className={styles.bar}>
        <div className={styles.title}>{title}</div>
        {totals === null ? null : <Rolled totals={totals} />}
        <HiddenChanges count={totals?.hidden ?? 0} areShown={showsHidden} onShow={onShowHidden} />
        <Spacer />
        {actions}
        {mode === "text" ? null : (
          <>
            <IconButton label="Previous change" shortcut="[" onPress={() => step(-1)}>
              <ChevronUp />
            </IconButton>
            <IconButton label="Next change" shortcut="]" onPress={() => step(1)}>
              <ChevronDown />
            </IconButton>
          </>
        )}
        <Segmented
          label="Layout"
          options={MODES}
          value={mode}
          onChange={(chosen) => {
            lastMode = chosen;
            setMode(chosen);
          }}
        />
      </Toolbar>
      {isSlow ? <p className={styles.working}>Comparing…</p> : null}
      {state.kind === "failed" ? <ErrorNote>{state.message}</ErrorNote> : null}
      {state.kind === "tooLarge" && mode !== "text" ? (
        <ErrorNote tone="warning">
          Together these values are {state.length.toLocaleString()} characters long, too long for a structural
          difference ({state.limit.toLocaleString()} at most). Choose Text, or compare parts of them.
        </ErrorNote>
      ) : null}
      {state.kind === "ready" &&
      state.isSame &&
      isCurrent &&
      !hasChanges(state.totals) &&
      state.totals.hidden === 0 ? (
        <EmptyState title="These two are the same." />
      ) : mode === "text" ? (
        values === null ? null : (
          <TextDiff format={format} identity={isCurrent ? values : null} />
        )
      ) : state.kind === "ready" ? (
        <DiffList
          rows={rows}
          layout={mode}
          isClosed={isClosed}
          onToggle={toggle}
          handle={list}
          {...(commandsFor ? { commandsFor } : {})}
        />
      ) : null}
    </section>
  );
}

/** True once something has lasted long enough to be spoken of. */
function useSlow(isWaiting: boolean): boolean {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    if (!isWaiting) {
      setSlow(false);
      return;
    }
    const timer = setTimeout(() => setSlow(true), 250);
    return () => clearTimeout(timer);
  }, [isWaiting]);
  return isSlow;
}

import { type EntrySummary, guessSeparator, type KeySeparator } from "../../../shared/model/index.ts";
import { useApp } from "../../state/app.ts";

/** Keys looked at for guessing. */
const SAMPLE = 200;

export interface KeyTreeChoice {
  readonly isOn: boolean;
  readonly separator: KeySeparator;
  readonly setOn: (isOn: boolean) => void;
  /** Shows the tree, split at this. */
  readonly split: (separator: KeySeparator) => void;
}

/**
 * Whether the keys are shown as a tree, and at what they are split: guessed from the first keys, until chosen; what was
 * chosen is remembered for each store.
 */
export function useKeyTreeChoice(rowAt: (index: number) => EntrySummary | undefined): KeyTreeChoice {
  const isOn = useApp(({ remembered }) => remembered.keyTree);
  const chosen = useApp(({ keySeparator }) => keySeparator);
  const remember = useApp((state) => state.remember);
  const splitKeys = useApp((state) => state.splitKeys);
  const setOn = (keyTree: boolean) => remember({ keyTree });
  const first = Array.from({ length: isOn ? SAMPLE : 0 }, (_, index) => rowAt(index)?.key ?? []).flat();
  return {
    isOn,
    separator: chosen ?? guessSeparator(first) ?? ".",
    setOn,
    split: (separator) => {
      splitKeys(separator);
      setOn(true);
    },
  };
}

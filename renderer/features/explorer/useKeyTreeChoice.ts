import { useState } from "react";
import {
  type EntrySummary,
  guessSeparator,
  type KeySeparator,
  keySeparators,
} from "../../../shared/model/index.ts";
import { useApp } from "../../state/app.ts";

const PLACE = "strata.keyTree";
/** Where the separator is kept that was chosen for a store. */
const placeOf = (store: string) => `strata.keyTree.separator ${store}`;
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
  const [isOn, setIsOn] = useState(() => localStorage.getItem(PLACE) === "on");
  const store = useApp(({ status }) => status?.location ?? status?.name ?? null);
  const [chosen, setChosen] = useState<{ of: string | null; separator: KeySeparator } | null>(null);
  const setOn = (next: boolean) => {
    localStorage.setItem(PLACE, next ? "on" : "off");
    setIsOn(next);
  };
  const first = Array.from({ length: isOn ? SAMPLE : 0 }, (_, index) => rowAt(index)?.key ?? []).flat();
  return {
    isOn,
    separator: (chosen?.of === store ? chosen.separator : kept(store)) ?? guessSeparator(first) ?? ".",
    setOn,
    split: (separator) => {
      setChosen({ of: store, separator });
      if (store !== null) localStorage.setItem(placeOf(store), separator);
      setOn(true);
    },
  };
}

function kept(store: string | null): KeySeparator | null {
  const found = store === null ? null : localStorage.getItem(placeOf(store));
  return keySeparators.find((separator) => separator === found) ?? null;
}

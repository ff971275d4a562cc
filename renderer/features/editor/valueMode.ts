import { useState } from "react";

/** A value as a tree of members and items, or as the text of them. */
export type ValueMode = "tree" | "text";

const PLACE = "strata.valueMode";

/** How values are shown. The choice holds for every key, and for the next time. */
export function useValueMode(): [ValueMode, (mode: ValueMode) => void] {
  const [mode, setMode] = useState<ValueMode>(() =>
    localStorage.getItem(PLACE) === "tree" ? "tree" : "text",
  );
  return [
    mode,
    (next) => {
      localStorage.setItem(PLACE, next);
      setMode(next);
    },
  ];
}

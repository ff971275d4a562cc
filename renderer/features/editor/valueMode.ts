import type { Remembered } from "../../../shared/contract/index.ts";
import { useApp } from "../../state/app.ts";

/** A value as a tree of members and items, or as the text of them. */
export type ValueMode = Remembered["valueMode"];

/** How values are shown. The choice holds for every key, and for the next time. */
export function useValueMode(): [ValueMode, (mode: ValueMode) => void] {
  const mode = useApp(({ remembered }) => remembered.valueMode);
  const remember = useApp((state) => state.remember);
  return [mode, (valueMode) => remember({ valueMode })];
}

import { useMemo } from "react";
import { formatText } from "./textWork.ts";
import { useSettled } from "./useSettled.ts";

/** The text laid out over lines; null while a long one is being laid out. */
export function useFormatted(text: string | null, indent: number): string | null {
  return useSettled(useMemo(() => (text === null ? null : formatText(text, indent)), [text, indent]));
}

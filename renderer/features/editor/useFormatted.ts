import { useMemo } from "react";
import type { JsonText } from "../../../shared/model/index.ts";
import { formatText } from "./textWork.ts";
import { useSettled } from "./useSettled.ts";

/** The text laid out over lines; null while a long one is being laid out. */
export function useFormatted(text: JsonText | null, indent: number): string | null {
  return useSettled(useMemo(() => (text === null ? null : formatText(text, indent)), [text, indent]));
}

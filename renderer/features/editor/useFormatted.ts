import { useEffect, useMemo, useState } from "react";
import type { JsonText } from "../../../shared/model/index.ts";
import { useApp } from "../../state/app.ts";
import { formatText } from "./formatText.ts";

/** The text laid out over lines; null while a long one is being laid out. */
export function useFormatted(text: JsonText | null, indent: number): string | null {
  const fail = useApp((state) => state.fail);
  const outcome = useMemo(() => (text === null ? null : formatText(text, indent)), [text, indent]);
  const [late, setLate] = useState<{ readonly of: unknown; readonly text: string } | null>(null);

  useEffect(() => {
    if (!(outcome instanceof Promise)) return;
    outcome.then((formatted) => setLate({ of: outcome, text: formatted }), fail);
  }, [outcome, fail]);

  if (outcome instanceof Promise) return late?.of === outcome ? late.text : null;
  return outcome;
}

import { useEffect } from "react";
import { useApp } from "../state/app.ts";

/** Tells the desktop how far long work is, for its task bar and for a question before closing. */
export function useWorkReport(): void {
  const desktop = useApp((state) => state.client.desktop);
  const fail = useApp((state) => state.fail);
  const job = useApp((state) => state.jobs.find(({ error }) => error === null));
  const label = job?.label ?? null;
  // A hundred steps are all that a task bar shows.
  const value = job?.value == null ? null : Math.round(job.value * 100) / 100;

  useEffect(() => {
    desktop?.setWork(label === null ? null : { label, value }).catch(fail);
  }, [desktop, fail, label, value]);
}

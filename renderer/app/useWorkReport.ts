import { useEffect } from "react";
import { useApp } from "../state/app.ts";

/** Reports the progress of a long job to the desktop, for its task bar and for the question before closing. */
export function useWorkReport(): void {
  const desktop = useApp((state) => state.client.desktop);
  const fail = useApp((state) => state.fail);
  const job = useApp((state) => state.jobs.find(({ error }) => error === null));
  const label = job?.label ?? null;
  // A task bar shows at most 100 steps.
  const value = job?.value == null ? null : Math.round(job.value * 100) / 100;

  useEffect(() => {
    desktop?.setWork(label === null ? null : { label, value }).catch(fail);
  }, [desktop, fail, label, value]);
}

/**
 * Runs `act` one call at a time. Calls during a run share one more run after it. Each promise resolves with a run that
 * began after its call.
 */
export function coalesce(act: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  const start = (): Promise<void> => {
    const run = act().finally(() => {
      if (running === run) running = null;
    });
    running = run;
    return run;
  };
  return () => {
    if (running === null) return start();
    next ??= running
      .catch(() => {
        // The call's own promise rejects too.
      })
      .then(() => {
        next = null;
        return start();
      });
    return next;
  };
}

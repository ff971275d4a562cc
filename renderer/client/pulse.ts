/** Milliseconds between two questions, and without an answer. */
const INTERVAL = 2_000;
const PATIENCE = 5_000;

export interface PulseOptions {
  /** Shorter ones are for tests. */
  readonly interval?: number;
  readonly patience?: number;
}

/**
 * Asks the other side repeatedly for a sign of life, until the returned function is called. `onSilent` is called with
 * the time since which there is no answer (milliseconds since 1970), once that is 5 s ago, and with null when there is
 * one again. A lost connection is reported elsewhere.
 */
export function takePulse(
  ping: () => Promise<unknown>,
  onSilent: (since: number | null) => void,
  { interval = INTERVAL, patience = PATIENCE }: PulseOptions = {},
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;
  let isSilent = false;
  const become = (since: number | null) => {
    if (isStopped || (since !== null) === isSilent) return;
    isSilent = since !== null;
    onSilent(since);
  };
  const ask = async () => {
    const asked = Date.now();
    timer = setTimeout(() => become(asked), patience);
    try {
      await ping();
    } catch {
      // The connection was lost, and with it the question.
    }
    clearTimeout(timer);
    become(null);
    if (!isStopped) timer = setTimeout(ask, interval);
  };
  void ask();
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}

/**
 * The result of `read`, now and after each call of the listener, until the signal is aborted. A slow reader misses
 * intermediate results, but never the last.
 */
export async function* latest<T>(
  read: () => T,
  listen: (notice: () => void) => () => void,
  signal: AbortSignal | undefined,
): AsyncGenerator<T, void, void> {
  let wake = () => {};
  let changed = true;
  const notice = () => {
    changed = true;
    wake();
  };
  const stopListening = listen(notice);
  signal?.addEventListener("abort", notice);
  try {
    while (!signal?.aborted) {
      if (changed) {
        changed = false;
        yield read();
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    stopListening();
    signal?.removeEventListener("abort", notice);
  }
}

import type { JobOptions } from "../engine/persistence.ts";
import type { CallsUnderWay } from "./callsUnderWay.ts";
import { toFailure } from "./failures.ts";

/** An event of a job: progress, or its end. */
export type JobEvent<Done> =
  | { readonly kind: "progress"; readonly done: number; readonly total: number | null }
  | { readonly kind: "done"; readonly result: Done };

/**
 * Runs a long job as an event iterator: the latest progress whenever the listener is ready, then the result. When the
 * listener stops or the signal is aborted, the job is cancelled, and this ends only after the job has ended.
 */
export async function* jobEvents<Done>(
  jobs: CallsUnderWay,
  run: (options: JobOptions & { signal: AbortSignal }) => Promise<Done>,
  signal: AbortSignal | undefined,
): AsyncGenerator<JobEvent<Done>, void, void> {
  const controller = new AbortController();
  const abort = () => controller.abort(signal?.reason);
  if (signal?.aborted) abort();
  signal?.addEventListener("abort", abort, { once: true });

  let progress: JobEvent<Done> | undefined;
  let wake: (() => void) | undefined;
  const onProgress = (done: number, total: number | null) => {
    progress = { kind: "progress", done, total };
    wake?.();
  };
  const job = jobs.run(() => run({ signal: controller.signal, onProgress }));
  let settled = false;
  const settle = () => {
    settled = true;
    wake?.();
  };
  job.then(settle, settle);

  try {
    while (!settled) {
      if (progress) {
        const event = progress;
        progress = undefined;
        yield event;
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
    yield { kind: "done", result: await job };
  } catch (error) {
    throw toFailure(error);
  } finally {
    signal?.removeEventListener("abort", abort);
    controller.abort(new DOMException("The listener stopped.", "AbortError"));
    await Promise.allSettled([job]);
  }
}

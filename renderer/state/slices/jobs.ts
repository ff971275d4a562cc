import type { Slice } from "../slice.ts";

/** A long job beside other work. */
export interface Job {
  readonly id: number;
  /** "Importing cities.json" */
  readonly label: string;
  /** Between 0 and 1; null while the end is not known. */
  readonly value: number | null;
  /** The progress in words. */
  readonly detail: string | null;
  /** Why it failed; shown until dismissed. */
  readonly error: string | null;
}

export interface JobReport {
  readonly signal: AbortSignal;
  progress(value: number | null, detail: string): void;
}

export interface Jobs {
  readonly jobs: readonly Job[];
  /** Runs `work`, shows its progress, and returns its result: null if it failed or was cancelled. */
  runJob<Answer>(label: string, work: (report: JobReport) => Promise<Answer>): Promise<Answer | null>;
  cancelJob(id: number): void;
  dismissJob(id: number): void;
}

export const jobs =
  (describe: (error: unknown) => string): Slice<Jobs> =>
  (set) => {
    let nextId = 1;
    const controllers = new Map<number, AbortController>();
    const change = (id: number, part: Partial<Job>) =>
      set(({ jobs }) => ({ jobs: jobs.map((job) => (job.id === id ? { ...job, ...part } : job)) }));
    const remove = (id: number) => set(({ jobs }) => ({ jobs: jobs.filter((job) => job.id !== id) }));

    return {
      jobs: [],

      async runJob(label, work) {
        const id = nextId++;
        const controller = new AbortController();
        controllers.set(id, controller);
        set(({ jobs }) => ({ jobs: [...jobs, { id, label, value: null, detail: null, error: null }] }));
        try {
          const answer = await work({
            signal: controller.signal,
            progress: (value, detail) => change(id, { value, detail }),
          });
          remove(id);
          return answer;
        } catch (error) {
          if (controller.signal.aborted) remove(id);
          else change(id, { error: describe(error) });
          return null;
        } finally {
          controllers.delete(id);
        }
      },

      cancelJob: (id) => controllers.get(id)?.abort(),
      dismissJob: remove,
    };
  };

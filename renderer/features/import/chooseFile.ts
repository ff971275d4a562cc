import type { ChosenFile, TakeOptions } from "../../client/index.ts";
import type { App } from "../../state/app.ts";
import { formatBytes } from "../../ui/index.ts";

/** Lets the person choose a file and shows what an import of it would give. */
export function chooseFileToImport(app: App): Promise<void> {
  return take(app, (options) => app.getState().client.files.chooseImport(options));
}

/** Takes a dropped file in and shows what an import of it would give. */
export function takeDroppedFile(app: App, file: File): Promise<void> {
  return take(app, (options) => app.getState().client.files.fromDrop(file, options));
}

/** Where the file has to be moved first, that is a job with its progress. */
async function take(app: App, choose: (options: TakeOptions) => Promise<ChosenFile | null>): Promise<void> {
  const { runJob, fail, show } = app.getState();
  const controller = new AbortController();
  let report: ((done: number, total: number) => void) | null = null;
  let settled: () => void = () => {};
  const choosing = new Promise<void>((resolve) => {
    settled = resolve;
  });

  const onProgress = (done: number, total: number) => {
    if (!report) {
      report = () => {};
      void runJob("Reading the file", async ({ signal, progress }) => {
        signal.addEventListener("abort", () => controller.abort(signal.reason), { once: true });
        report = (bytes, of) => progress(bytes / of, `${formatBytes(bytes)} of ${formatBytes(of)}`);
        await choosing;
      });
    }
    report(done, total);
  };

  try {
    const file = await choose({ onProgress, signal: controller.signal });
    if (file) show({ kind: "import", file });
  } catch (error) {
    if (!controller.signal.aborted) fail(error);
  } finally {
    settled();
  }
}

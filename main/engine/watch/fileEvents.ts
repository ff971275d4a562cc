import { type StatsListener, unwatchFile, watchFile } from "node:fs";

/** Milliseconds between looks at a file of whose changes the system may not tell. */
const LOOK = 1000;

export interface FileListener {
  readonly changed: () => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Tells when a file was changed, replaced, deleted or made, until the returned function is called. The system tells at
 * once; where it cannot (a folder that went and came back, what a link points to, a network drive), a look at the
 * file's date does.
 */
export async function onFileChange(
  path: string,
  { changed, failed }: FileListener,
): Promise<() => Promise<void>> {
  // Only who follows a file needs it.
  const { watch } = await import("chokidar");
  const events = watch(path, { ignoreInitial: true }).on("all", changed).on("error", failed);
  const looked: StatsListener = () => changed();
  watchFile(path, { interval: LOOK, persistent: false }, looked);
  await new Promise<void>((resolve) => events.once("ready", () => resolve()));
  return async () => {
    unwatchFile(path, looked);
    await events.close();
  };
}

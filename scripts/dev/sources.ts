import { resolve } from "node:path";
import { watch } from "chokidar";
import { project } from "../setup/paths.js";

/** Milliseconds without another change after which a change counts: an editor, or git, saves several files together. */
const QUIET_MS = 150;

/** Calls back after files in these folders were changed, tests aside. The result ends it. */
export function onSourceChange(
  folders: readonly string[],
  changed: () => Promise<void>,
): () => Promise<void> {
  const watcher = watch(
    folders.map((folder) => resolve(project, folder)),
    { ignoreInitial: true, ignored: (path) => /\.(test|fixture)\.tsx?$|\.md$/.test(path) },
  );
  let timer: NodeJS.Timeout | undefined;
  let work = Promise.resolve();
  watcher.on("all", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      work = work.then(changed).catch((error: unknown) => console.error(error));
    }, QUIET_MS);
  });
  return () => {
    clearTimeout(timer);
    return watcher.close();
  };
}

import type { ImportPlan, Progress } from "../../../shared/contract/index.ts";
import { countsInWords, cutText, type StoreId } from "../../../shared/model/index.ts";
import type { ChosenFile } from "../../client/index.ts";
import type { App } from "../../state/app.ts";
import { writableStore } from "../../state/readOnly.ts";
import { formatBytes, formatCount } from "../../ui/index.ts";

export interface ImportRequest {
  readonly file: ChosenFile;
  readonly plan: ImportPlan;
  readonly mode: "replace" | "merge";
}

/** Imports as a job with progress and Cancel, into the open store or, where that is none that can be changed, into a new one, and leaves an Undo. */
export async function runImport(app: App, { file, plan, mode }: ImportRequest): Promise<void> {
  const { client, runJob, fail } = app.getState();
  try {
    const store = writableStore(app.getState()) ?? (await createStoreFor(app, file));
    const done = await runJob(`Importing ${file.name}`, async ({ signal, progress }) => {
      const events = await client.engine.transfer.import({ store, file: file.file, plan, mode }, { signal });
      for await (const event of events) {
        if (event.kind === "done") return event;
        // biome-ignore lint/plugin: two arguments.
        progress(...progressOf(event.progress));
      }
      throw new Error(
        `The import of ${file.name} ended without saying how. Look at the keys before you go on.`,
      );
    });
    if (!done) return;
    await app.getState().refresh();
    const history = done.snapshots > 0 ? ` and ${formatCount(done.snapshots, "snapshot")}` : "";
    const what = `Imported ${formatCount(done.entries, "key")}${history} from ${file.name}`;
    const { revision, counts } = done;
    if (revision === null) app.getState().notify({ message: `${what}. The store was like that already.` });
    else app.getState().notify({ message: `${what}. ${countsInWords(counts)}.`, undo: revision });
    if (done.problems.length > 0) {
      app.getState().show({ kind: "importReport", name: file.name, problems: done.problems });
    }
  } catch (error) {
    fail(error);
  }
}

async function createStoreFor(app: App, file: ChosenFile): Promise<StoreId> {
  const { client, openStore } = app.getState();
  const name = cutText(file.name.replace(/\.[^.]*$/, "").trim(), 100) || "Imported";
  const opened = await client.shell.stores.create({ name });
  await openStore(opened);
  return opened.store;
}

/** How far, as a share of one and in words. */
export function progressOf({ done, total, unit }: Progress): [value: number | null, detail: string] {
  const words = (amount: number) => (unit === "bytes" ? formatBytes(amount) : formatCount(amount, "key"));
  if (total === null) return [null, words(done)];
  return [total === 0 ? 1 : done / total, `${words(done)} of ${words(total)}`];
}

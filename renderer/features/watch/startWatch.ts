import type { SnapshotRule } from "../../../shared/contract/index.ts";
import { cutText } from "../../../shared/model/index.ts";
import type { ChosenFile } from "../../client/index.ts";
import type { App } from "../../state/app.ts";

/** Lets the person choose a file to bind a store to. Only where the app runs beside the file. */
export async function chooseFileToWatch(app: App): Promise<void> {
  const { client, show, fail } = app.getState();
  try {
    const file = await client.files.chooseImport();
    if (file) show({ kind: "watch", file });
  } catch (error) {
    fail(error);
  }
}

/** Binds the open store, or a new one, to a file. */
export async function startWatch(
  app: App,
  file: ChosenFile,
  { rule, inNewStore }: { readonly rule: SnapshotRule; readonly inNewStore: boolean },
): Promise<void> {
  const { client, openStore, notify } = app.getState();
  if (inNewStore || app.getState().store === null) {
    const name = cutText(file.name.replace(/\.[^.]*$/, "").trim(), 100) || "Watched";
    await openStore(await client.shell.stores.create({ name }));
  }
  const { store } = app.getState();
  if (!store) return;
  await client.engine.watch.start({ store, file: file.file, rule });
  await app.getState().refresh();
  notify({ message: `Watching ${file.name}` });
}

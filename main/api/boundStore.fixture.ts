import { createEnhancedPersistence, FileWatch, WatchBindings } from "../engine/index.ts";
import { bindingsDirectory } from "./shell/userData.ts";

/** Binds a store to a file, as this installation would, and closes it. */
export async function bindBefore(dataDirectory: string, basePath: string, file: string): Promise<void> {
  const store = await createEnhancedPersistence({ basePath });
  const bindings = new WatchBindings(bindingsDirectory(dataDirectory));
  await (await FileWatch.bind(store, bindings, file, { kind: "never" })).close();
  await store.close();
}

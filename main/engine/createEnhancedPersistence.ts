import { resolve } from "node:path";
import { SqliteBackend } from "./backends/sqlite/sqliteBackend.ts";
import { type OpenedPlace, openFolder, openMemory } from "./backends/sqlite/storage/openPlace.ts";
import { publicCalls } from "./calls/publicCalls.ts";
import { Metering } from "./core/metering.ts";
import { ProblemFeed } from "./core/problemFeed.ts";
import { InvalidOptionError } from "./errors.ts";
import { type ResolvedOptions, resolveOptions } from "./options.ts";
import type { EnhancedPersistence, EnhancedPersistenceOptions } from "./persistence.ts";
import { Store } from "./store.ts";
import { makeTemporaryFolder } from "./temporaryFolder.ts";

/**
 * Opens the store in `basePath`, and creates it if the folder is missing or empty. Close it with `cleanup`.
 *
 * @throws {InvalidOptionError} if an option is invalid.
 * @throws {NotAStoreError | NewerFormatError | ReadOnlyError | DataIntegrityError | StorageError} if the store cannot
 * be opened; it is not touched then (rule I2).
 */
export async function createEnhancedPersistence(
  options: EnhancedPersistenceOptions = {},
): Promise<EnhancedPersistence> {
  const resolved = resolveOptions(options);
  if (resolved.readOnly === true && (resolved.basePath === null || resolved.storageBackend === "memory")) {
    throw new InvalidOptionError(
      'The option "readOnly" needs the "basePath" of a store on disk: there is nothing else to read.',
    );
  }
  const notices = { metering: new Metering(), problems: new ProblemFeed() };
  const backend = new SqliteBackend(placeOf(resolved), resolved, notices);
  return publicCalls(new Store(backend, notices), notices.metering);
}

function placeOf(options: ResolvedOptions): OpenedPlace {
  if (options.storageBackend === "memory") return openMemory(options.durability);
  const { basePath } = options;
  const directory = basePath === null ? makeTemporaryFolder("strata-") : resolve(basePath);
  return openFolder(directory, options);
}

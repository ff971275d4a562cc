import type { Database as Connection } from "better-sqlite3";
import { NewerFormatError } from "../../../errors.ts";
import { assertSchema, distrust, type Schema, schemaOf } from "../../../files/soundSchema.ts";
import { FORMAT_VERSION, MIGRATIONS } from "./schema.ts";

/** The format in a file's header. */
export function formatOf(database: Connection): number {
  return database.pragma("user_version", { simple: true }) as number;
}

/**
 * The first check of a file of unknown origin.
 *
 * @throws {NewerFormatError | DataIntegrityError}
 */
export function assertSound(database: Connection, path: string): void {
  distrust(database);
  const format = formatOf(database);
  // The log may have a newer header than the file.
  if (format > FORMAT_VERSION) throw newerFormat(format, path);
  assertSchema(database, schemaOfFormat(format), path);
}

/** The error for a store of a later version of Strata. */
export function newerFormat(format: number, path: string): NewerFormatError {
  return new NewerFormatError(
    `${path} is of format ${format}, and this Strata knows formats 1 to ${FORMAT_VERSION}. ` +
      `Update Strata to open it: the first version that knows format ${format}, or a later one. Nothing was changed.`,
    { path },
  );
}

const schemas = new Map<number, Schema>();

/** The structure of a store of this format. */
function schemaOfFormat(format: number): Schema {
  const schema = schemas.get(format) ?? schemaOf(MIGRATIONS.slice(0, format));
  schemas.set(format, schema);
  return schema;
}

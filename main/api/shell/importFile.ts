import { stat } from "node:fs/promises";
import { basename } from "node:path";
import type { FileTicket } from "../../../shared/model/index.ts";
import { failed } from "../failures.ts";
import type { EngineHost } from "../host.ts";
import { isImportableFolder } from "../importableFolder.ts";

/** A file, or an importable folder, that a ticket was issued for. */
export interface ChosenFile {
  readonly file: FileTicket;
  readonly name: string;
  readonly bytes: number;
}

/** Issues a ticket for reading a file of this machine. Fails with NOT_FOUND if it is not a readable file. */
export async function takeFile(host: EngineHost, path: string): Promise<ChosenFile> {
  const name = basename(path);
  const found = await stat(path).catch(() => null);
  if (!found?.isFile())
    throw failed("NOT_FOUND", `“${name}” is not a file that can be read.`, { file: name });
  return { file: await host.addFile({ path, name, use: "read", onDisk: true }), name, bytes: found.size };
}

/** The same, for importable folders too; null for any other folder, which is opened as a store. */
export async function takeForImport(host: EngineHost, path: string): Promise<ChosenFile | null> {
  const found = await stat(path).catch(() => null);
  if (!found?.isDirectory()) return takeFile(host, path);
  if (!(await isImportableFolder(path))) return null;
  const name = basename(path);
  return { file: await host.addFile({ path, name, use: "read" }), name, bytes: 0 };
}

import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { type BrowserWindow, dialog } from "electron";
import type { ShellEvent } from "../../shared/contract/index.ts";
import type { FileTicket } from "../../shared/model/index.ts";
import { failed } from "../api/failures.ts";
import type { EngineHost } from "../api/host.ts";
import { isImportableFolder } from "../api/importableFolder.ts";
import type { Shell } from "../api/shell/shell.ts";
import type { ShellClient } from "../api/shell/shellClient.ts";

export interface ChosenFile {
  readonly file: FileTicket;
  readonly name: string;
  readonly bytes: number;
}

export type TakenPath = Extract<ShellEvent, { readonly kind: "openFile" | "opened" }>;

const JSON_FILES = [
  { name: "JSON", extensions: ["json", "ndjson", "jsonl", "strata"] },
  { name: "All files", extensions: ["*"] },
];

/** Hands out a file of this machine for reading. Fails with NOT_FOUND when it isn't a file that can be read. */
export async function takeFile(host: EngineHost, path: string): Promise<ChosenFile> {
  const name = basename(path);
  const found = await stat(path).catch(() => null);
  if (!found?.isFile())
    throw failed("NOT_FOUND", `“${name}” is not a file that can be read.`, { file: name });
  return { file: await host.addFile({ path, name, use: "read", onDisk: true }), name, bytes: found.size };
}

/**
 * What becomes of a path that a window was handed: a folder is opened as a store, unless it is one that the engine
 * imports from; that, and any file, is handed out for import.
 */
export async function takePath(shell: Shell, client: ShellClient, path: string): Promise<TakenPath> {
  const found = await stat(path).catch(() => null);
  if (!found?.isDirectory()) return { kind: "openFile", ...(await takeFile(shell.host, path)) };
  if (await isImportableFolder(path)) {
    const name = basename(path);
    return { kind: "openFile", file: await shell.host.addFile({ path, name, use: "read" }), name, bytes: 0 };
  }
  return { kind: "opened", ...(await shell.open(client, path)) };
}

/** The native dialog for a file to import; null when it was cancelled. */
export async function chooseImport(window: BrowserWindow, host: EngineHost): Promise<ChosenFile | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: "Import a file",
    buttonLabel: "Import",
    properties: ["openFile"],
    filters: JSON_FILES,
  });
  const [path] = filePaths;
  return canceled || path === undefined ? null : takeFile(host, path);
}

/** The native dialog for a place to export to; null when it was cancelled. */
export async function chooseExport(
  window: BrowserWindow,
  host: EngineHost,
  suggestedName: string,
): Promise<{ file: FileTicket; name: string } | null> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title: "Export",
    // Only a name: a separator in it would suggest another folder.
    defaultPath: suggestedName.replace(/[\\/:\p{Cc}]+/gu, "-"),
    filters: JSON_FILES,
  });
  if (canceled || !filePath) return null;
  const name = basename(filePath);
  return { file: await host.addFile({ path: filePath, name, use: "write" }), name };
}

/** The native dialog for a folder; null when it was cancelled. */
export async function chooseFolder(window: BrowserWindow): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: "Open a folder as a store",
    buttonLabel: "Open",
    properties: ["openDirectory", "createDirectory"],
  });
  return canceled ? null : (filePaths[0] ?? null);
}

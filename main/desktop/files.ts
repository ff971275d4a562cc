import { basename } from "node:path";
import { type BrowserWindow, dialog } from "electron";
import type { ShellEvent } from "../../shared/contract/index.ts";
import type { FileTicket } from "../../shared/model/index.ts";
import type { EngineHost } from "../api/host.ts";
import { type ChosenFile, takeFile, takeForImport } from "../api/shell/importFile.ts";
import type { Shell } from "../api/shell/shell.ts";
import type { ShellClient } from "../api/shell/shellClient.ts";

export type TakenPath = Extract<ShellEvent, { readonly kind: "openFile" | "opened" }>;

const JSON_FILES = [
  { name: "JSON", extensions: ["json", "ndjson", "jsonl", "strata"] },
  { name: "All files", extensions: ["*"] },
];

/**
 * Handles a path from a window: a folder is opened as a store, unless the engine can import it; for an importable
 * folder or a file a ticket is issued.
 */
export async function takePath(shell: Shell, client: ShellClient, path: string): Promise<TakenPath> {
  const file = await takeForImport(shell.host, path);
  if (file !== null) return { kind: "openFile", ...file };
  return { kind: "opened", ...(await shell.open(client, path)) };
}

/** The native dialog for a file to import; null if it was cancelled. */
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

/** The native dialog for an export; null if it was cancelled. */
export async function chooseExport(
  window: BrowserWindow,
  host: EngineHost,
  suggestedName: string,
): Promise<{ file: FileTicket; name: string } | null> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title: "Export",
    // Only a name, because a separator in it would suggest another folder.
    defaultPath: suggestedName.replace(/[\\/:\p{Cc}]+/gu, "-"),
    filters: JSON_FILES,
  });
  if (canceled || !filePath) return null;
  const name = basename(filePath);
  return { file: await host.addFile({ path: filePath, name, use: "write" }), name };
}

/** The native dialog for a folder; null if it was cancelled. */
export async function chooseFolder(window: BrowserWindow): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: "Open a folder as a store",
    buttonLabel: "Open",
    properties: ["openDirectory", "createDirectory"],
  });
  return canceled ? null : (filePaths[0] ?? null);
}

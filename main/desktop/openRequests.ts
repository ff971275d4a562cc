import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { dialog } from "electron";
import type { Shell } from "../api/shell/shell.ts";
import type { AppWindows } from "./appWindows.ts";
import { takeFile } from "./files.ts";

/**
 * Opens what the surroundings ask for: a folder as a store, a file for import, each in the window at hand, or in a new
 * one where there is none.
 */
export async function openPath(shell: Shell, windows: AppWindows, path: string): Promise<void> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) {
      const asked = windows.current;
      if (!asked) {
        windows.open(path);
        return;
      }
      asked.client.events.tell({ kind: "opened", ...(await shell.open(asked.client, path)) });
      asked.focus();
      return;
    }
    const asked = windows.current ?? windows.open(null);
    asked.client.events.tell({ kind: "openFile", ...(await takeFile(shell.host, path)) });
    asked.focus();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    dialog.showErrorBox(`“${basename(path)}” could not be opened`, reason);
  }
}

import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { dialog } from "electron";
import { reasonOf } from "../../shared/model/index.ts";
import type { Shell } from "../api/shell/shell.ts";
import type { AppWindows } from "./appWindows.ts";
import { takePath } from "./files.ts";

/** Opens a requested path in the current window, or in a new one: a folder as a store, a file for import. */
export async function openPath(shell: Shell, windows: AppWindows, path: string): Promise<void> {
  try {
    await stat(path);
    const asked = windows.current ?? windows.open(null);
    asked.client.events.tell(await takePath(shell, asked.client, path));
    asked.focus();
  } catch (error) {
    const reason = reasonOf(error);
    dialog.showErrorBox(`“${basename(path)}” could not be opened`, reason);
  }
}

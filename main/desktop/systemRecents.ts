import { app } from "electron";
import type { Settings } from "../api/shell/settings.ts";
import { jumpListOf, openable } from "./jumpList.ts";

/** Shows the recent stores at the program's icon, where the system has a place for them. */
export function showRecents(settings: Settings): void {
  const recents = settings.recents(true);
  if (process.platform === "win32") {
    const args = app.isPackaged ? [] : [app.getAppPath()];
    app.setJumpList(jumpListOf(recents, { path: process.execPath, args }));
  }
  if (process.platform === "darwin") {
    app.clearRecentDocuments();
    // The one added last stands first.
    for (const { location } of openable(recents).reverse()) app.addRecentDocument(location);
  }
}

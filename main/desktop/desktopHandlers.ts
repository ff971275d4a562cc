import { implement } from "@orpc/server";
import { shell as system } from "electron";
import { desktopContract } from "../../shared/contract/index.ts";
import { failed, toFailure } from "../api/failures.ts";
import type { Shell } from "../api/shell/shell.ts";
import type { AppWindow } from "./appWindow.ts";
import type { AppWindows } from "./appWindows.ts";
import { openExternal } from "./externalLinks.ts";
import { chooseExport, chooseFolder, chooseImport, takePath } from "./files.ts";

export interface DesktopContext {
  readonly shell: Shell;
  readonly windows: AppWindows;
  /** The calling window. */
  readonly asking: AppWindow;
}

const desktop = implement(desktopContract)
  .$context<DesktopContext>()
  .use(async ({ next }) => {
    try {
      return await next();
    } catch (error) {
      throw toFailure(error);
    }
  });

/** Every call of the desktop contract. */
export const desktopRouter = desktop.router({
  openFolder: desktop.openFolder.handler(async ({ context: { shell, asking } }) => {
    const path = await chooseFolder(asking.window);
    if (path === null) return null;
    const taken = await takePath(shell, asking.client, path);
    if (taken.kind === "opened") return taken;
    asking.client.events.tell(taken);
    return null;
  }),
  chooseImport: desktop.chooseImport.handler(({ context: { shell, asking } }) =>
    chooseImport(asking.window, shell.host),
  ),
  chooseExport: desktop.chooseExport.handler(({ input, context: { shell, asking } }) =>
    chooseExport(asking.window, shell.host, input.suggestedName),
  ),
  setCommands: desktop.setCommands.handler(({ input, context: { windows, asking } }) => {
    asking.commands = new Map(input.commands.map((command) => [command.id, command]));
    windows.commandsChanged(asking);
  }),
  setUnsaved: desktop.setUnsaved.handler(({ input, context: { asking } }) => {
    asking.unsaved = input.unsaved;
  }),
  setWork: desktop.setWork.handler(({ input, context: { asking } }) => asking.showWork(input)),
  showInFolder: desktop.showInFolder.handler(({ input, context: { shell } }) => {
    const path = shell.host.pathOf(input.store);
    if (path === undefined) throw failed("NOT_FOUND", "This store is no longer open. Open it again.");
    system.showItemInFolder(path);
  }),
  openExternal: desktop.openExternal.handler(({ input, context: { asking } }) =>
    openExternal(asking.window, input.url),
  ),
});

import { useEffect, useState } from "react";
import type { ShellEvent } from "../../shared/contract/index.ts";
import { follow } from "../client/index.ts";
import { runMenuCommand, useNativeMenu } from "../commands/nativeMenu.ts";
import { type App, useAppStore } from "../state/app.ts";
import { visibleName } from "../ui/index.ts";

/**
 * Opens the window's initial store, and handles the shell's events: menu items, files, other windows' preferences.
 * Returns true until the first answer.
 */
export function useShellEvents(): boolean {
  const app = useAppStore();
  const [starting, setStarting] = useState(true);

  useEffect(() => {
    const { client, fail, loadPreferences, loadRemembered, openStore } = app.getState();
    const opening = client.shell.stores
      .initial()
      .then((initial) => (initial ? openStore(initial) : undefined))
      .catch(fail);
    // All of them, because the panels read their sizes from the preferences when they first appear.
    void Promise.all([loadPreferences(), loadRemembered(), opening]).then(() => setStarting(false));
    return follow(client.connection, (signal) => client.shell.events(undefined, { signal }), {
      onEvent: (event) => handle(app, event),
      onFailure: fail,
    });
  }, [app]);
  useNativeMenu();

  return starting;
}

function handle(app: App, event: ShellEvent): void {
  const state = app.getState();
  switch (event.kind) {
    case "command":
      runMenuCommand(app, event.command);
      return;
    case "openFile":
      state.show({ kind: "import", file: event });
      return;
    case "opened":
      state.openStore(event).catch(state.fail);
      return;
    case "preferences":
      state.adoptPreferences(event.preferences);
      return;
    case "engineStalled":
      state.setEngineStall(event.stall);
      return;
    case "leftClosed":
      state.notify({
        message: `“${visibleName(event.name)}” was not opened: the engine stopped or hung in it last time. Open it from the recent stores.`,
        tone: "error",
      });
      return;
    case "replaced":
      state.notify({
        message:
          "Strata was open already, but did not answer for 20 s. It was ended and started again. Nothing that was saved is lost.",
        tone: "error",
      });
      return;
    case "engineRestarted":
      state.setEngineStall(null);
      state.notify({ message: event.message, tone: "error" });
      return;
  }
}

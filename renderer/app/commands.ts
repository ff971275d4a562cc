import { NOW } from "../../shared/model/index.ts";
import { chooseFileToImport } from "../features/import/chooseFile.ts";
import { undeleteLast } from "../features/timeline/deleteSnapshot.ts";
import { chooseFileToWatch } from "../features/watch/startWatch.ts";
import type { App, AppState } from "../state/app.ts";
import { isNow } from "../state/moments.ts";
import { mayWrite, whyReadOnly } from "../state/readOnly.ts";
import { stepSentence } from "../state/steps.ts";

/** The native menu uses the same ids. */
export type CommandId =
  | "open"
  | "import"
  | "export"
  | "snapshot"
  | "undo"
  | "redo"
  | "find"
  | "newKey"
  | "closeStore"
  | "reload"
  | "compareLatest"
  | "undelete"
  | "searchHistory"
  | "backToNow"
  | "watch"
  | "showInFolder"
  | "preferences"
  | "shortcuts"
  | "toggleTheme";

export interface Command {
  readonly id: CommandId;
  /** The name in the palette, the menus and the shortcut sheet. */
  readonly name: (state: AppState) => string;
  readonly shortcut?: string;
  /** Other key combinations. */
  readonly otherShortcuts?: readonly string[];
  readonly isEnabled: (state: AppState) => boolean;
  /** Whether it changes the open store; it is then disabled in a read-only one. */
  readonly writes?: true;
  readonly run: (app: App) => void;
}

const always = () => true;
const withStore = (state: AppState) => state.store !== null;

/** All commands that can be run from anywhere, in display order. */
export const commands: readonly Command[] = [
  {
    id: "find",
    name: () => "Find a key, a command, a moment",
    shortcut: "Mod+K",
    isEnabled: always,
    run: (app) => app.getState().show({ kind: "palette" }),
  },
  {
    id: "snapshot",
    writes: true,
    name: () => "Take snapshot",
    shortcut: "Mod+Enter",
    isEnabled: withStore,
    run: (app) => app.getState().show({ kind: "snapshot" }),
  },
  {
    id: "newKey",
    writes: true,
    name: () => "New key",
    shortcut: "Mod+Shift+N",
    isEnabled: (state) => withStore(state) && state.view.kind === "browse" && isNow(state.view.at),
    run: (app) => app.getState().show({ kind: "newKey" }),
  },
  {
    id: "undo",
    writes: true,
    name: ({ status }) => (status?.undo ? `Undo ${stepSentence(status.undo)}` : "Undo"),
    shortcut: "Mod+Z",
    isEnabled: ({ status }) => status?.undo != null,
    run: (app) => void app.getState().undo(),
  },
  {
    id: "redo",
    writes: true,
    name: ({ status }) => (status?.redo ? `Redo ${stepSentence(status.redo)}` : "Redo"),
    shortcut: "Mod+Shift+Z",
    otherShortcuts: ["Mod+Y"],
    isEnabled: ({ status }) => status?.redo != null,
    run: (app) => void app.getState().redo(),
  },
  {
    id: "compareLatest",
    name: () => "Compare the latest snapshot with now",
    shortcut: "Mod+Shift+D",
    isEnabled: (state) => withStore(state) && state.snapshots.length > 0,
    run: (app) => {
      const [latest] = app.getState().snapshots;
      if (latest) app.getState().compare({ kind: "snapshot", version: latest.version }, NOW);
    },
  },
  {
    id: "undelete",
    writes: true,
    name: () => "Restore the last deleted snapshot",
    isEnabled: withStore,
    run: (app) => {
      undeleteLast(app).catch(app.getState().fail);
    },
  },
  {
    id: "searchHistory",
    name: () => "Search through history",
    shortcut: "Mod+Shift+F",
    isEnabled: withStore,
    run: (app) => app.getState().show({ kind: "searchHistory" }),
  },
  {
    id: "backToNow",
    name: () => "Back to now",
    shortcut: "Mod+Shift+H",
    isEnabled: ({ view }) => view.kind === "compare" || (view.kind === "browse" && !isNow(view.at)),
    run: (app) => app.getState().backToNow(),
  },
  {
    id: "import",
    name: () => "Import a file…",
    shortcut: "Mod+I",
    isEnabled: always,
    run: (app) => void chooseFileToImport(app),
  },
  {
    id: "export",
    name: () => "Export…",
    shortcut: "Mod+E",
    isEnabled: withStore,
    run: (app) => {
      const { view, show } = app.getState();
      show({ kind: "export", at: view.kind === "browse" ? view.at : NOW });
    },
  },
  {
    id: "open",
    name: () => "Open a folder…",
    shortcut: "Mod+O",
    isEnabled: ({ client }) => client.desktop !== null,
    run: (app) => void openFolder(app),
  },
  {
    id: "watch",
    name: () => "Watch a file…",
    shortcut: "Mod+Shift+O",
    isEnabled: ({ client }) => client.desktop !== null,
    run: (app) => void chooseFileToWatch(app),
  },
  {
    id: "closeStore",
    name: () => "Close this store",
    shortcut: "Mod+Shift+X",
    isEnabled: withStore,
    run: (app) => {
      const { closeStore, fail } = app.getState();
      closeStore().catch(fail);
    },
  },
  {
    id: "reload",
    name: () => "Reload this store",
    isEnabled: (state) => withStore(state) && whyReadOnly(state) !== null,
    run: (app) => {
      const { reloadStore, fail } = app.getState();
      reloadStore().catch(fail);
    },
  },
  {
    id: "showInFolder",
    name: () => "Show in the file manager",
    isEnabled: (state) => withStore(state) && state.client.desktop !== null,
    run: (app) => {
      const { client, store, fail } = app.getState();
      if (store) client.desktop?.showInFolder({ store }).catch(fail);
    },
  },
  {
    id: "toggleTheme",
    name: () => (isDark() ? "Light theme" : "Dark theme"),
    isEnabled: always,
    run: (app) => app.getState().setPreferences({ theme: isDark() ? "light" : "dark" }),
  },
  {
    id: "preferences",
    name: () => "Preferences",
    shortcut: "Mod+,",
    isEnabled: always,
    run: (app) => app.getState().show({ kind: "preferences" }),
  },
  {
    id: "shortcuts",
    name: () => "Keyboard shortcuts",
    shortcut: "?",
    isEnabled: always,
    run: (app) => app.getState().show({ kind: "shortcuts" }),
  },
];

/** Whether it can be run now. */
export function canRun({ isEnabled, writes }: Command, state: AppState): boolean {
  return isEnabled(state) && (writes !== true || whyReadOnly(state) === null);
}

/** Runs it, or says why it cannot be run in a read-only store. */
export function runCommand(app: App, { run, writes }: Command): void {
  if (writes !== true || mayWrite(app.getState())) run(app);
}

/** The command with this id. */
export function commandOf(id: CommandId): Command {
  const command = commands.find((each) => each.id === id);
  if (!command) throw new Error(`Expected a command named ${id}`);
  return command;
}

function isDark(): boolean {
  return getComputedStyle(document.documentElement).colorScheme === "dark"
    ? true
    : document.documentElement.dataset["theme"] === undefined &&
        matchMedia("(prefers-color-scheme: dark)").matches;
}

async function openFolder(app: App): Promise<void> {
  const { client, openStore, fail } = app.getState();
  try {
    const opened = await client.desktop?.openFolder();
    if (opened) await openStore(opened);
  } catch (error) {
    fail(error);
  }
}

import {
  ArchiveRestore,
  Camera,
  Clock,
  Eye,
  FileDown,
  FilePlus2,
  FileUp,
  FolderOpen,
  FolderSearch,
  GitCompareArrows,
  Keyboard,
  Redo2,
  RefreshCw,
  Search,
  Settings,
  SunMoon,
  TextSearch,
  Undo2,
  X,
} from "lucide-react";
import { NOW } from "../../shared/model/index.ts";
import { declareCommands } from "../commands/registry.ts";
import { chooseFileToImport } from "../features/import/chooseFile.ts";
import { undeleteLast } from "../features/timeline/deleteSnapshot.ts";
import { chooseFileToWatch } from "../features/watch/startWatch.ts";
import type { App, AppState } from "../state/app.ts";
import { isNow } from "../state/moments.ts";
import { whyReadOnly } from "../state/readOnly.ts";
import { stepSentence } from "../state/steps.ts";

const withStore = (state: AppState) => state.store !== null;

/** Everything that can be done from anywhere, in the order in which it is listed. */
export const commands = declareCommands("Everywhere", {
  find: {
    name: "Find a key, a command, a moment",
    icon: <Search />,
    shortcut: "Mod+K",
    run: (app) => app.getState().show({ kind: "palette" }),
  },
  snapshot: {
    writes: true,
    name: "Take snapshot",
    icon: <Camera />,
    shortcut: "Mod+Enter",
    isEnabled: withStore,
    run: (app) => app.getState().show({ kind: "snapshot" }),
  },
  newKey: {
    writes: true,
    name: "New key",
    icon: <FilePlus2 />,
    shortcut: "Mod+Shift+N",
    isEnabled: (state) => withStore(state) && state.view.kind === "browse" && isNow(state.view.at),
    run: (app) => app.getState().show({ kind: "newKey" }),
  },
  undo: {
    writes: true,
    name: ({ status }) => (status?.undo ? `Undo ${stepSentence(status.undo)}` : "Undo"),
    icon: <Undo2 />,
    shortcut: "Mod+Z",
    leavesKeysTo: "fields",
    isEnabled: ({ status }) => status?.undo != null,
    run: (app) => void app.getState().undo(),
  },
  redo: {
    writes: true,
    name: ({ status }) => (status?.redo ? `Redo ${stepSentence(status.redo)}` : "Redo"),
    icon: <Redo2 />,
    shortcut: "Mod+Shift+Z",
    otherShortcuts: ["Mod+Y"],
    leavesKeysTo: "fields",
    isEnabled: ({ status }) => status?.redo != null,
    run: (app) => void app.getState().redo(),
  },
  compareLatest: {
    name: "Compare the latest snapshot with now",
    icon: <GitCompareArrows />,
    shortcut: "Mod+Shift+D",
    isEnabled: (state) => withStore(state) && state.snapshots.length > 0,
    run: (app) => {
      const [latest] = app.getState().snapshots;
      if (latest) app.getState().compare({ kind: "snapshot", version: latest.version }, NOW);
    },
  },
  undelete: {
    writes: true,
    name: "Restore the last deleted snapshot",
    icon: <ArchiveRestore />,
    isEnabled: withStore,
    run: (app) => {
      undeleteLast(app).catch(app.getState().fail);
    },
  },
  searchHistory: {
    name: "Search through history",
    icon: <TextSearch />,
    shortcut: "Mod+Shift+F",
    isEnabled: withStore,
    run: (app) => app.getState().show({ kind: "searchHistory" }),
  },
  backToNow: {
    name: "Back to now",
    icon: <Clock />,
    shortcut: "Mod+Shift+H",
    isEnabled: ({ view }) => view.kind === "compare" || (view.kind === "browse" && !isNow(view.at)),
    run: (app) => app.getState().backToNow(),
  },
  import: {
    name: "Import a file…",
    icon: <FileDown />,
    shortcut: "Mod+I",
    run: (app) => void chooseFileToImport(app),
  },
  export: {
    name: "Export…",
    icon: <FileUp />,
    shortcut: "Mod+E",
    isEnabled: withStore,
    run: (app) => {
      const { view, show } = app.getState();
      show({ kind: "export", at: view.kind === "browse" ? view.at : NOW });
    },
  },
  open: {
    name: "Open a folder…",
    icon: <FolderOpen />,
    shortcut: "Mod+O",
    isEnabled: ({ client }) => client.desktop !== null,
    run: (app) => void openFolder(app),
  },
  watch: {
    name: "Watch a file…",
    icon: <Eye />,
    shortcut: "Mod+Shift+O",
    isEnabled: ({ client }) => client.desktop !== null,
    run: (app) => void chooseFileToWatch(app),
  },
  closeStore: {
    name: "Close this store",
    icon: <X />,
    shortcut: "Mod+Shift+X",
    isEnabled: withStore,
    run: (app) => {
      const { closeStore, fail } = app.getState();
      closeStore().catch(fail);
    },
  },
  reload: {
    name: "Reload this store",
    icon: <RefreshCw />,
    isEnabled: (state) => withStore(state) && whyReadOnly(state) !== null,
    run: (app) => {
      const { reloadStore, fail } = app.getState();
      reloadStore().catch(fail);
    },
  },
  showInFolder: {
    name: "Show in the file manager",
    icon: <FolderSearch />,
    isEnabled: (state) => withStore(state) && state.client.desktop !== null,
    run: (app) => {
      const { client, store, fail } = app.getState();
      if (store) client.desktop?.showInFolder({ store }).catch(fail);
    },
  },
  toggleTheme: {
    name: () => (isDark() ? "Light theme" : "Dark theme"),
    icon: <SunMoon />,
    run: (app) => app.getState().setPreferences({ theme: isDark() ? "light" : "dark" }),
  },
  preferences: {
    name: "Preferences",
    icon: <Settings />,
    shortcut: "Mod+,",
    run: (app) => app.getState().show({ kind: "preferences" }),
  },
  shortcuts: {
    name: "Keyboard shortcuts",
    icon: <Keyboard />,
    shortcut: "?",
    run: (app) => app.getState().show({ kind: "shortcuts" }),
  },
});

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

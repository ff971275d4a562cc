import { ChevronDown, Moon, Redo2, Search, Settings, Sun, Undo2 } from "lucide-react";
import type { ReactNode } from "react";
import { Button as AriaButton } from "react-aria-components";
import { ReadOnlyNote } from "../features/status/ReadOnlyNote.tsx";
import { Mark } from "../features/welcome/Mark.tsx";
import { type AppState, useApp, useAppStore } from "../state/app.ts";
import { IconButton, Kbd, Menu, MenuItem, MenuSeparator, visibleName } from "../ui/index.ts";
import { type CommandId, commandOf } from "./commands.ts";
import styles from "./TitleBar.module.css";

/** The store's name and location, and the ways to everything else. */
export function TitleBar() {
  const app = useAppStore();
  const name = useApp((state) => visibleName(state.status?.name ?? ""));
  const location = useApp((state) => state.status?.location ?? null);
  const revision = useApp((state) => state.status?.revision ?? null);
  const theme = useApp((state) => state.preferences.theme);
  return (
    <header className={styles.bar}>
      <Mark size={18} />
      <Menu
        label="Store"
        trigger={
          <AriaButton className={styles.store ?? ""} aria-label={`Store ${name}`}>
            <span className={styles.name} title={location === null ? name : visibleName(location)}>
              {name}
            </span>
            <ChevronDown aria-hidden />
          </AriaButton>
        }
      >
        {storeCommands.map((id) => (id === null ? <MenuSeparator key="line" /> : commandItem(id)))}
      </Menu>
      {revision === null ? null : (
        <span className={styles.revision} title="Changes made to this store so far">
          r {revision.toLocaleString()}
        </span>
      )}
      <ReadOnlyNote />
      <CommandButton id="undo">
        <Undo2 />
      </CommandButton>
      <CommandButton id="redo">
        <Redo2 />
      </CommandButton>
      <div className={styles.middle}>
        <AriaButton
          className={styles.find ?? ""}
          aria-label="Find a key, a command, a moment"
          onPress={() => commandOf("find").run(app)}
        >
          <Search aria-hidden />
          <span className={styles.findText}>Find a key, a command, a moment</span>
          <Kbd keys="Mod+K" />
        </AriaButton>
      </div>
      <IconButton
        label={commandOf("toggleTheme").name(app.getState())}
        onPress={() => commandOf("toggleTheme").run(app)}
        key={theme}
      >
        <Sun className={styles.sun} />
        <Moon className={styles.moon} />
      </IconButton>
      <CommandButton id="preferences">
        <Settings />
      </CommandButton>
    </header>
  );
}

const storeCommands: readonly (CommandId | null)[] = [
  "open",
  "import",
  "export",
  "showInFolder",
  null,
  "closeStore",
];

function commandItem(id: CommandId) {
  return <CommandItem key={id} id={id} />;
}

function CommandItem({ id }: { readonly id: CommandId }) {
  const app = useAppStore();
  const command = commandOf(id);
  const name = useApp(command.name);
  const isEnabled = useApp(command.isEnabled);
  return (
    <MenuItem
      name={name}
      shortcut={command.shortcut}
      isDisabled={!isEnabled}
      writes={command.writes}
      onAction={() => command.run(app)}
    />
  );
}

function CommandButton({ id, children }: { readonly id: CommandId; readonly children: ReactNode }) {
  const app = useAppStore();
  const command = commandOf(id);
  const label = useApp((state: AppState) => command.name(state));
  const isEnabled = useApp(command.isEnabled);
  return (
    <IconButton
      label={label}
      shortcut={command.shortcut}
      isDisabled={!isEnabled}
      writes={command.writes}
      onPress={() => command.run(app)}
    >
      {children}
    </IconButton>
  );
}

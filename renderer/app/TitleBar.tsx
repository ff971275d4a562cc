import { ChevronDown, Moon, Search, Sun } from "lucide-react";
import { Button as AriaButton } from "react-aria-components";
import { type Command, isEnabled, nameOf, runCommand } from "../commands/registry.ts";
import { ReadOnlyNote } from "../features/status/ReadOnlyNote.tsx";
import { Mark } from "../features/welcome/Mark.tsx";
import { useApp, useAppStore } from "../state/app.ts";
import { IconButton, Kbd, Menu, MenuItem, MenuSeparator, visibleName } from "../ui/index.ts";
import { commands } from "./commands.tsx";
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
        {storeCommands.map((command) => (
          <CommandItem key={command.id} command={command} />
        ))}
        <MenuSeparator />
        <CommandItem command={commands.closeStore} />
      </Menu>
      {revision === null ? null : (
        <span className={styles.revision} title="Changes made to this store so far">
          r {revision.toLocaleString()}
        </span>
      )}
      <ReadOnlyNote />
      <CommandButton command={commands.undo} />
      <CommandButton command={commands.redo} />
      <div className={styles.middle}>
        <AriaButton
          className={styles.find ?? ""}
          aria-label={commands.find.name}
          onPress={() => commands.find.run(app)}
        >
          <Search aria-hidden />
          <span className={styles.findText}>{commands.find.name}</span>
          <Kbd keys={commands.find.shortcut} />
        </AriaButton>
      </div>
      <IconButton
        label={nameOf(commands.toggleTheme, app.getState())}
        onPress={() => commands.toggleTheme.run(app)}
        key={theme}
      >
        <Sun className={styles.sun} />
        <Moon className={styles.moon} />
      </IconButton>
      <CommandButton command={commands.preferences} />
    </header>
  );
}

const storeCommands: readonly Command[] = [
  commands.open,
  commands.import,
  commands.export,
  commands.reload,
  commands.showInFolder,
];

function CommandItem({ command }: { readonly command: Command }) {
  const app = useAppStore();
  const name = useApp((state) => nameOf(command, state));
  const isDisabled = useApp((state) => !isEnabled(command, state));
  return (
    <MenuItem
      name={name}
      icon={command.icon}
      shortcut={command.shortcut}
      isDisabled={isDisabled}
      writes={command.writes}
      onAction={() => runCommand(app, command)}
    />
  );
}

function CommandButton({ command }: { readonly command: Command }) {
  const app = useAppStore();
  const label = useApp((state) => nameOf(command, state));
  const isDisabled = useApp((state) => !isEnabled(command, state));
  return (
    <IconButton
      label={label}
      shortcut={command.shortcut}
      isDisabled={isDisabled}
      writes={command.writes}
      onPress={() => runCommand(app, command)}
    >
      {command.icon}
    </IconButton>
  );
}

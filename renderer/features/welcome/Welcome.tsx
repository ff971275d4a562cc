import { FileBraces, FolderOpen, Layers, Plus } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button as AriaButton } from "react-aria-components";
import { commandOf, runCommand } from "../../commands/registry.ts";
import { useApp, useAppStore } from "../../state/app.ts";
import { Button, Kbd, TextField } from "../../ui/index.ts";
import { Mark } from "./Mark.tsx";
import { Recents } from "./Recents.tsx";
import styles from "./Welcome.module.css";

/** The page without a store: the ways to one. */
export function Welcome() {
  const app = useAppStore();
  const isDesktop = useApp((state) => state.client.desktop !== null);
  const [naming, setNaming] = useState(false);
  const [busy, setBusy] = useState(false);
  const open = async (make: () => Promise<Parameters<ReturnType<typeof app.getState>["openStore"]>[0]>) => {
    setBusy(true);
    try {
      await app.getState().openStore(await make());
    } catch (error) {
      app.getState().fail(error);
    } finally {
      setBusy(false);
    }
  };
  const { shell } = app.getState().client;

  return (
    <main className={styles.page}>
      <div className={styles.column}>
        <header className={styles.header}>
          <Mark />
          <div>
            <h1 className={styles.name}>Strata</h1>
            <p className={styles.about}>Edit JSON data, keep snapshots of it, and go back to any of them.</p>
          </div>
        </header>
        <section aria-label="Start" className={styles.actions}>
          {isDesktop ? (
            <Action
              icon={<FolderOpen />}
              name="Open a folder"
              description="a store, or an empty folder to make one in"
              shortcut="Mod+O"
              onPress={() => runCommand(app, commandOf("open"))}
            />
          ) : null}
          <Action
            icon={<FileBraces />}
            name="Open a JSON file"
            description="makes a store from it; drop one anywhere"
            shortcut="Mod+I"
            onPress={() => runCommand(app, commandOf("import"))}
          />
          {naming ? (
            <NewStore
              onCancel={() => setNaming(false)}
              onCreate={(name) => void open(() => shell.stores.create({ name }))}
            />
          ) : (
            <Action
              icon={<Plus />}
              name="New store"
              description="empty, to begin with"
              onPress={() => setNaming(true)}
            />
          )}
          <Action
            icon={<Layers />}
            name="Try the sample"
            description="data and a few snapshots to play with"
            isDisabled={busy}
            onPress={() => void open(() => shell.stores.createSample())}
          />
        </section>
        <Recents onOpen={(id) => void open(() => shell.recents.open({ id }))} />
      </div>
    </main>
  );
}

interface ActionProps {
  readonly icon: ReactNode;
  readonly name: string;
  readonly description: string;
  readonly shortcut?: string;
  readonly isDisabled?: boolean;
  readonly onPress: () => void;
}

function Action({ icon, name, description, shortcut, isDisabled = false, onPress }: ActionProps) {
  return (
    <AriaButton className={styles.action ?? ""} aria-label={name} onPress={onPress} isDisabled={isDisabled}>
      {icon}
      <span className={styles.actionName}>{name}</span>
      <span className={styles.description}>{description}</span>
      {shortcut ? <Kbd keys={shortcut} /> : null}
    </AriaButton>
  );
}

function NewStore({
  onCreate,
  onCancel,
}: {
  readonly onCreate: (name: string) => void;
  readonly onCancel: () => void;
}) {
  const [name, setName] = useState("");
  return (
    <form
      className={styles.naming}
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== "") onCreate(name.trim());
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") onCancel();
      }}
    >
      <TextField
        label="Name of the new store"
        hideLabel
        placeholder="Name of the new store"
        value={name}
        onChange={setName}
        maxLength={100}
        autoFocus
        className={styles.field}
      />
      <Button onPress={onCancel}>Cancel</Button>
      <Button variant="primary" type="submit" isDisabled={name.trim() === ""}>
        Create
      </Button>
    </form>
  );
}

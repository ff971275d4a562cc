import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it } from "vitest";
import { type FileTicket, type Key, NOW, type StoreId } from "../../shared/model/index.ts";
import { runMenuCommand } from "../commands/nativeMenu.ts";
import { canRun, commandOf, commandsAt, isEnabled, runCommand } from "../commands/registry.ts";
import { type AppDialog, AppProvider, createApp } from "../state/app.ts";
import { MemoryStore, memoryClient, STORE } from "../state/memoryClient.fixture.ts";
import { showOn } from "../state/page.fixture.tsx";
import { Button, IconButton } from "../ui/index.ts";
import "./commands.tsx";
import { Dialogs } from "./Dialogs.tsx";

afterEach(cleanup);

async function readOnlyApp() {
  const memory = new MemoryStore({ a: "1" });
  memory.readOnly = "not writable";
  const app = createApp(memoryClient(memory), {
    load: async () => new Map(),
    put: async () => {},
    remove: async () => {},
  });
  await app.getState().openStore({ store: STORE, name: "memory" });
  return { app, memory };
}

it("F19 no command that writes can be run in a store that is only read, all others can", async () => {
  const { app } = await readOnlyApp();
  const commands = commandsAt("Everywhere");
  const writing = commands.filter(({ writes }) => writes === true);
  expect(writing.map(({ id }) => id).sort()).toEqual(
    ["newKey", "redo", "snapshot", "undelete", "undo"].sort(),
  );
  for (const command of commands) {
    const state = app.getState();
    expect(canRun(command, state), command.id).toBe(command.writes !== true && isEnabled(command, state));
  }
  runMenuCommand(app, "snapshot");
  expect(app.getState().dialog).toBeNull();
  expect(app.getState().toasts.at(-1)?.message).toContain("This store is read only");
});

it("F19 nothing that writes opens in a store that is only read, whichever way it is asked for", async () => {
  const { app, memory } = await readOnlyApp();
  const key = "a" as Key;
  const asked: readonly AppDialog[] = [
    { kind: "snapshot" },
    { kind: "newKey" },
    { kind: "renameKey", key },
    { kind: "restore", to: NOW },
    { kind: "bringBack", key, pointer: "", to: NOW },
    { kind: "deleteKeys", keys: [key], onDeleted: () => {} },
  ];
  for (const dialog of asked) {
    app.getState().show(dialog);
    expect(app.getState().dialog, dialog.kind).toBeNull();
  }
  await app.getState().takeSnapshot();
  await app.getState().undo();
  await app.getState().restoreTo(NOW);
  expect(memory.revision).toBe(1);
  expect(memory.snapshots).toEqual([]);
  app.getState().show({ kind: "export", at: NOW });
  expect(app.getState().dialog?.kind).toBe("export");
});

it("F19 what comes from a file goes into a new store while the open one is only read", async () => {
  const { app, memory } = await readOnlyApp();
  const file = { file: "ticket" as FileTicket, name: "more.json", bytes: 7 };
  const other = "other" as StoreId;
  const into: StoreId[] = [];
  const { client } = app.getState();
  client.shell.stores.create = (async () => ({ store: other, name: "more" })) as never;
  client.engine.transfer = {
    preview: async () => ({
      bytes: 7,
      root: "object",
      levels: [{ depth: 1, example: "b" }],
      keyFields: [],
      sample: [],
    }),
    import: async function* ({ store }: { readonly store: StoreId }) {
      into.push(store);
      yield { kind: "done", revision: 1, entries: 1, snapshots: 0, problems: [] };
    },
  } as never;
  render(
    <AppProvider app={app}>
      <Dialogs />
    </AppProvider>,
  );
  app.getState().show({ kind: "watch", file });
  await screen.findByText(/read only, so its history is kept in a new store/);
  app.getState().show({ kind: "import", file });
  await screen.findByText("The open store is read only.");
  expect(screen.queryByText("What is there already")).toBeNull();
  await userEvent.click(await screen.findByRole("button", { name: "Import into a new store" }));
  await waitFor(() => expect(into).toEqual([other]));
  expect(app.getState().store).toBe(other);
  expect(memory.revision).toBe(1);
});

it("F19 Reload is offered where the store is only read, and says what it found", async () => {
  const { app, memory } = await readOnlyApp();
  const reload = commandOf("reload");
  const asked: StoreId[] = [];
  app.getState().client.shell.stores.reload = (async ({ store }: { readonly store: StoreId }) => {
    asked.push(store);
  }) as never;
  const said = async (message: string) => {
    runCommand(app, reload);
    await waitFor(() => expect(app.getState().toasts.at(-1)?.message).toBe(message));
  };
  expect(canRun(reload, app.getState())).toBe(true);
  await said("Nothing has changed in this store");
  memory.states.push(new Map());
  await said("This store is shown as it is now");
  expect(app.getState().status?.entryCount).toBe(0);
  memory.readOnly = null;
  await said("This store can be changed now");
  expect(asked).toEqual([STORE, STORE, STORE]);
  expect(canRun(reload, app.getState())).toBe(false);
});

it("F19 buttons that write are disabled with the reason, their shortcuts say it", async () => {
  function Page() {
    return (
      <>
        <Button writes>Write</Button>
        <IconButton label="Write too" writes>
          +
        </IconButton>
        <Button>Read</Button>
      </>
    );
  }
  const { app, memory } = await showOn({ a: "1" }, <Page />);
  const isDisabled = (button: HTMLElement) => button.hasAttribute("disabled");
  expect(isDisabled(screen.getByRole("button", { name: "Write" }))).toBe(false);
  memory.readOnly = "asked";
  await app.getState().refresh();
  for (const name of ["Write", "Write too"]) {
    await waitFor(() => expect(isDisabled(screen.getByRole("button", { name }))).toBe(true));
    const button = screen.getByRole("button", { name });
    expect(button.closest("[title]")?.getAttribute("title")).toContain("read only");
  }
  expect(isDisabled(screen.getByRole("button", { name: "Read" }))).toBe(false);
  await userEvent.keyboard("{Control>}{Enter}{/Control}");
  expect(app.getState().dialog).toBeNull();
  expect(app.getState().toasts.at(-1)?.message).toContain("read only");
});

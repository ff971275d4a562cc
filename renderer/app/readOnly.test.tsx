import { cleanup, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it } from "vitest";
import { type Key, NOW } from "../../shared/model/index.ts";
import { type AppDialog, createApp } from "../state/app.ts";
import { MemoryStore, memoryClient, STORE } from "../state/memoryClient.fixture.ts";
import { showOn } from "../state/page.fixture.tsx";
import { Button, IconButton } from "../ui/index.ts";
import { canRun, commands } from "./commands.ts";
import { runMenuCommand } from "./menuCommand.ts";
import { useShortcuts } from "./useShortcuts.ts";

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
  const writing = commands.filter(({ writes }) => writes === true);
  expect(writing.map(({ id }) => id).sort()).toEqual(
    ["import", "newKey", "redo", "snapshot", "undelete", "undo", "watch"].sort(),
  );
  for (const command of commands) {
    const state = app.getState();
    expect(canRun(command, state), command.id).toBe(command.writes !== true && command.isEnabled(state));
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

it("F19 buttons that write are disabled with the reason, their shortcuts say it", async () => {
  function Page() {
    useShortcuts();
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

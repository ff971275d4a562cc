import { act, cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import "../app/commands.tsx";
import "../app/Workbench.tsx";
import { ShortcutSheet } from "../features/palette/ShortcutSheet.tsx";
import { AppProvider } from "../state/app.ts";
import { showOn } from "../state/page.fixture.tsx";
import { Dialog, IconButton, Menu, MenuItem, shortcutKeys } from "../ui/index.ts";
import { type Carrier, commandsNow, useCommand } from "./keyboard.ts";
import { commandOf, commandsAt, declareCommands, nameOf, places } from "./registry.ts";

afterEach(cleanup);

const { probe } = declareCommands("Comparing", { probe: { name: "Probe", shortcut: "Mod+Alt+P" } });
const { single } = declareCommands("Comparing", { single: { name: "Single", shortcut: "%" } });

function Carrying({
  command = probe,
  ...carrier
}: Carrier & { readonly command?: typeof probe | typeof single }) {
  useCommand(command, carrier);
  return null;
}
const pressProbe = () => userEvent.keyboard("{Control>}{Alt>}p{/Alt}{/Control}");

describe("the registry of commands", () => {
  it("has each key of the whole app once, and each command by its name", () => {
    const everywhere = commandsAt("Everywhere");
    const keys = everywhere.flatMap(({ shortcut, otherShortcuts = [] }) =>
      shortcut === undefined ? [] : [shortcut, ...otherShortcuts],
    );
    expect(new Set(keys).size).toBe(keys.length);
    for (const command of everywhere) expect(commandOf(command.id)).toBe(command);
    expect(() => commandOf("nothing")).toThrow("nothing");
  });

  it("has what lists and trees do by their keys too, and the help page shows all of it", async () => {
    const { app } = await showOn({ a: "1" }, <ShortcutSheet />);
    for (const place of places) {
      const rows = commandsAt(place).filter(({ shortcut }) => shortcut !== undefined);
      expect(rows.length, place).toBeGreaterThan(2);
      const section = screen.getByRole("heading", { name: place }).parentElement;
      for (const command of rows) {
        const row = [...(section?.querySelectorAll("dt") ?? [])].find(
          ({ textContent }) => textContent === nameOf(command, app.getState()),
        );
        const keys = shortcutKeys(command.shortcut ?? "").join("");
        expect(row?.nextElementSibling?.textContent, command.id).toBe(keys);
      }
    }
  });
});

describe("the keyboard", () => {
  it("asks what came on show last, for as long as it is there, and then what was there before", async () => {
    const first = vi.fn();
    const second = vi.fn();
    const { app } = await showOn({ a: "1" }, <Carrying run={first} />);
    const over = render(
      <AppProvider app={app}>
        <Carrying run={second} />
      </AppProvider>,
    );
    expect(commandsNow().filter(({ id }) => id === "probe")).toHaveLength(2);
    await pressProbe();
    expect([first, second].map(({ mock }) => mock.calls.length)).toEqual([0, 1]);
    over.unmount();
    await pressProbe();
    expect([first, second].map(({ mock }) => mock.calls.length)).toEqual([1, 1]);
  });

  it("goes on to the next where one does not mean it", async () => {
    const first = vi.fn();
    const second = vi.fn();
    await showOn(
      { a: "1" },
      <>
        <Carrying run={first} accepts={() => false} />
        <Carrying run={second} />
      </>,
    );
    await pressProbe();
    expect([first, second].map(({ mock }) => mock.calls.length)).toEqual([0, 1]);
  });

  it("leaves a single key to a field, and everything to what lies over the page", async () => {
    const run = vi.fn();
    const page = (isOpen: boolean) => (
      <>
        <Carrying command={single} run={run} />
        <input aria-label="field" />
        <Menu label="Things" trigger={<IconButton label="Open">+</IconButton>}>
          <MenuItem name="Thing" onAction={() => {}} />
        </Menu>
        <Dialog title="Over it" isOpen={isOpen} onClose={() => {}}>
          text
        </Dialog>
      </>
    );
    const { app } = await showOn({ a: "1" }, null);
    const shown = render(<AppProvider app={app}>{page(false)}</AppProvider>);
    await userEvent.keyboard("%");
    expect(run).toHaveBeenCalledTimes(1);
    await userEvent.type(screen.getByRole("textbox"), "%");
    expect(run).toHaveBeenCalledTimes(1);
    act(() => screen.getByRole("textbox").blur());
    await userEvent.click(screen.getByRole("button", { name: "Open" }));
    await screen.findByRole("menu");
    await userEvent.keyboard("%");
    await userEvent.keyboard("{Escape}");
    expect(run).toHaveBeenCalledTimes(1);
    shown.rerender(<AppProvider app={app}>{page(true)}</AppProvider>);
    await screen.findByRole("dialog");
    await userEvent.keyboard("%");
    expect(run).toHaveBeenCalledTimes(1);
  });
});

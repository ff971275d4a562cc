import { cleanup, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it } from "vitest";
import { showOn } from "../../state/page.fixture.tsx";
import { Palette } from "./Palette.tsx";

// happy-dom has no layout to scroll in.
beforeEach(() => {
  Element.prototype.scrollIntoView = () => {};
});
afterEach(cleanup);

const many = Object.fromEntries(
  Array.from({ length: 60 }, (_, n) => [`item${String(n).padStart(2, "0")}`, "1"]),
);

it.each([0, 30, 90])(
  "F3 a key's name and Enter goes to that key, with %d ms between the letters",
  async (delay) => {
    const { app } = await showOn(many, <Palette />);
    const user = userEvent.setup({ delay });
    await user.type(screen.getByRole("combobox"), "item05{Enter}");
    await waitFor(() => expect(app.getState().selectedKey).toBe("item05"));
  },
);

it("F3 one row is always chosen: the first, whatever was first before", async () => {
  await showOn({ ...many, snap: "1" }, <Palette />);
  const field = screen.getByRole("combobox");
  const chosen = () => screen.getAllByRole("option", { selected: true }).map((row) => row.textContent);
  for (const [typed, first] of [
    ["item1", "item101"],
    ["{Backspace}4", "item401"],
    ["{Backspace}{Backspace}{Backspace}{Backspace}{Backspace}snap", "snap1"],
  ] as const) {
    await userEvent.type(field, typed);
    await waitFor(() => expect(chosen()).toEqual([first]));
  }
});

it("F3 arrows go on from the first row, and keys that differ in spaces alone are two rows", async () => {
  const { app } = await showOn({ a: "1", "a ": "2" }, <Palette />);
  await userEvent.type(screen.getByRole("combobox"), "a");
  await screen.findByText("Keys, 2");
  await userEvent.keyboard("{ArrowDown}{Enter}");
  await waitFor(() => expect(app.getState().selectedKey).toBe("a "));
});

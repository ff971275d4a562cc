import { cleanup, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import "../app/commands.tsx";
import { showOn } from "../state/page.fixture.tsx";
import { Button } from "../ui/index.ts";

afterEach(cleanup);

function Page({ onPress }: { readonly onPress: () => void }) {
  return (
    <>
      <Button onPress={onPress}>Delete</Button>
      <input />
    </>
  );
}

it("a combination with Enter is the command's, also while a button has the focus", async () => {
  const onPress = vi.fn();
  const { app } = await showOn({ a: "1" }, <Page onPress={onPress} />);
  screen.getByRole("button", { name: "Delete" }).focus();
  await userEvent.keyboard("{Control>}{Enter}{/Control}");
  expect(app.getState().dialog).toEqual({ kind: "snapshot" });
  expect(onPress).not.toHaveBeenCalled();
  app.getState().dismissDialog();
  await userEvent.keyboard("{Enter}");
  expect(onPress).toHaveBeenCalledOnce();
});

it("a combination with Shift is the command's with Caps Lock on, whatever the letter means to the field it is pressed in", async () => {
  const { app } = await showOn({ a: "1" }, <Page onPress={vi.fn()} />);
  const ofField = vi.fn((event: KeyboardEvent) => event.preventDefault());
  const field = screen.getByRole("textbox");
  field.addEventListener("keydown", ofField);
  const init = { key: "f", ctrlKey: true, shiftKey: true, bubbles: true, cancelable: true, composed: true };
  const press = new KeyboardEvent("keydown", init);
  press.getModifierState = (modifier) => modifier === "CapsLock";
  field.dispatchEvent(press);
  expect(app.getState().dialog).toEqual({ kind: "searchHistory" });
  expect(ofField).not.toHaveBeenCalled();
});

import { cleanup, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { showOn } from "../state/page.fixture.tsx";
import { Button } from "../ui/index.ts";
import { useShortcuts } from "./useShortcuts.ts";

afterEach(cleanup);

function Page({ onPress }: { readonly onPress: () => void }) {
  useShortcuts();
  return <Button onPress={onPress}>Delete</Button>;
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

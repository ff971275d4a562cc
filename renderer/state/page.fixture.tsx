import { render } from "@testing-library/react";
import type { ReactNode } from "react";
import { useKeyboard } from "../commands/keyboard.ts";
import { type App, AppProvider, createApp } from "./app.ts";
import type { DraftKeeper } from "./draftKeeper.ts";
import { MemoryStore, memoryClient, STORE } from "./memoryClient.fixture.ts";

const forgetful: DraftKeeper = {
  load: async () => new Map(),
  put: async () => {},
  remove: async () => {},
};

function Keyboard() {
  useKeyboard();
  return null;
}

/** Shows a part of the page on a store in memory. The page is 800 pixels high, because a test's DOM has no layout. */
export async function showOn(
  values: Readonly<Record<string, string>>,
  room: ReactNode,
  keeper: DraftKeeper = forgetful,
): Promise<{ readonly app: App; readonly memory: MemoryStore }> {
  Object.defineProperty(HTMLElement.prototype, "clientHeight", { configurable: true, get: () => 800 });
  Object.defineProperty(HTMLElement.prototype, "clientWidth", { configurable: true, get: () => 600 });
  const memory = new MemoryStore(values);
  const app = createApp(memoryClient(memory), keeper);
  await app.getState().openStore({ store: STORE, name: "memory" });
  render(
    <AppProvider app={app}>
      <Keyboard />
      {room}
    </AppProvider>,
  );
  return { app, memory };
}

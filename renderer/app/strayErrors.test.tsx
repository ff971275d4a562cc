import { act, cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ConnectionLostError } from "../client/index.ts";
import type { MemoryStore } from "../state/memoryClient.fixture.ts";
import { showOn } from "../state/page.fixture.tsx";
import { watchStrayErrors } from "./strayErrors.ts";
import { Toasts } from "./Toasts.tsx";

let memory: MemoryStore;
let stop: () => void;

function Page() {
  return (
    <>
      <button
        type="button"
        onClick={() => {
          throw new Error("No hand to click with");
        }}
      >
        Click
      </button>
      <Toasts />
    </>
  );
}

beforeEach(async () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  const shown = await showOn({ a: "1" }, <Page />);
  memory = shown.memory;
  stop = watchStrayErrors(shown.app);
});
afterEach(() => {
  stop();
  cleanup();
  vi.restoreAllMocks();
});

const reject = (reason: unknown) =>
  act(() => void window.dispatchEvent(Object.assign(new Event("unhandledrejection"), { reason })));

it("an error of an event's handler is shown, and logged with its stack", () => {
  fireEvent.click(screen.getByRole("button", { name: "Click" }));
  expect(screen.getByRole("alert").textContent).toContain("Error: No hand to click with");
  expect(memory.reports).toHaveLength(1);
  expect(memory.reports[0]).toMatch(/^Outside a panel: Error: No hand to click with\n.*onClick/s);
});

it("a failed promise without a handler is shown, once while it is the same", () => {
  reject(new Error("No listener"));
  reject(new Error("No listener"));
  expect(screen.getAllByRole("alert")).toHaveLength(1);
  expect(memory.reports).toEqual([expect.stringContaining("No listener")]);
  reject("no error at all");
  expect(memory.reports[1]).toBe("Outside a panel: no error at all");
});

it("what is no defect is not shown: a cancelled call, a lost connection, a layout that continues", () => {
  reject(new DOMException("The operation was aborted.", "AbortError"));
  reject(new ConnectionLostError("The engine is gone."));
  act(() => {
    const message = "ResizeObserver loop completed with undelivered notifications.";
    window.dispatchEvent(new ErrorEvent("error", { message }));
  });
  expect(screen.queryByRole("alert")).toBeNull();
  expect(memory.reports).toEqual([]);
});

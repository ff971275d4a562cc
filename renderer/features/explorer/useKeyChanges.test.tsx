import { setTimeout } from "node:timers/promises";
import { cleanup, screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { JsonText, Key, Moment, Revision } from "../../../shared/model/index.ts";
import { MemoryStore } from "../../state/memoryClient.fixture.ts";
import { showOn } from "../../state/page.fixture.tsx";
import { VirtualList } from "../../ui/index.ts";
import { useKeyChanges } from "./useKeyChanges.ts";

const KEYS = ["changed", "same"] as Key[];
const PAST: Moment = { kind: "revision", revision: 1 as Revision };
let draws = 0;

/** As the key tree does it: its argument is created again each time. */
function Marked() {
  draws += 1;
  // Ends what would go on for ever, so that the test can fail.
  const isEndless = draws > 100;
  const changes = useKeyChanges(PAST, (index) => KEYS[index]);
  return (
    <VirtualList
      label="Keys"
      count={KEYS.length}
      activeIndex={null}
      onSelect={() => {}}
      onVisible={(first, last) => {
        if (!isEndless) changes.show(first, last);
      }}
      renderRow={(index) => `${KEYS[index]}: ${changes.changeOf(KEYS[index] as Key) ?? "as it was"}`}
    />
  );
}

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

describe("the marks of keys that changed since the moment on show", () => {
  it("are asked for once, however often the list is drawn and says which rows are in view", async () => {
    const asked = vi.spyOn(MemoryStore.prototype, "changesSince");
    const { memory } = await showOn({ changed: "1", same: "1" }, <Marked />);
    memory.write([["changed" as Key, "2" as JsonText]]);
    await screen.findByText("changed: changed");
    screen.getByText("same: as it was");
    await setTimeout(200);
    expect(draws).toBeLessThan(20);
    expect(asked.mock.calls.length).toBeLessThan(4);
  });
});

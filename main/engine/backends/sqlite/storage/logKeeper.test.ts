import { describe, expect, it } from "vitest";
import { freshDirectory } from "../../../stores.fixture.ts";
import { LogFlush } from "./logFlush.ts";
import { logKeeper } from "./logKeeper.ts";
import { LogRoom } from "./logRoom.ts";

describe("logKeeper", () => {
  it("makes room where each commit is synced, flushes where none is, and does nothing in memory", async () => {
    const directory = await freshDirectory();
    expect(logKeeper(directory, "full")).toBeInstanceOf(LogRoom);
    expect(logKeeper(directory, "normal")).toBeInstanceOf(LogFlush);
  });
});

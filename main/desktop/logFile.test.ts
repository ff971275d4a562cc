import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LogFile } from "./logFile.ts";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "strata-log-"));
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(directory, { recursive: true });
});

const AT = new Date("2026-01-02T03:04:05.678Z");

describe("LogFile", () => {
  it("adds one entry after another, each with its time", async () => {
    const log = new LogFile(directory);
    log.add("first\n", AT);
    log.add(new Error("second"), AT);
    log.note("third", AT);
    const text = await readFile(log.path, "utf8");
    expect(text).toMatch(/^2026-01-02T03:04:05\.678Z first\n2026-01-02T03:04:05\.678Z Error: second\n/);
    expect(text).toMatch(/\n2026-01-02T03:04:05\.678Z third\n$/);
  });

  it("begins a new log when it is long, and keeps the previous one", async () => {
    const log = new LogFile(directory);
    log.add("x".repeat(1024 * 1024 + 1), AT);
    log.add("new", AT);
    expect((await stat(log.path)).size).toBeLessThan(100);
    expect((await stat(`${log.path}.old`)).size).toBeGreaterThan(1024 * 1024);
  });

  it.skipIf(process.platform === "win32")("F15 is for its owner alone", async () => {
    const log = new LogFile(directory);
    log.add("first", AT);
    expect((await stat(log.path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(directory, "logs"))).mode & 0o777).toBe(0o700);
  });

  it("goes on when it can't be written", async () => {
    await writeFile(join(directory, "logs"), "a file in its way");
    const log = new LogFile(directory);
    expect(() => log.add("lost", AT)).not.toThrow();
  });
});

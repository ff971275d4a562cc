import { spawnSync } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it, vi } from "vitest";
import { temporaryFile, temporaryFolder } from "../engine/transfer/temporaryFiles.fixture.ts";
import { temporaryStore } from "../engine/transfer/temporaryStores.fixture.ts";
import { ended, hasSignals, runCli, startCli } from "./runCli.fixture.ts";

const MAIN = join(import.meta.dirname, "main.ts");

/** A store with two keys and a snapshot, and a command line on it. */
async function filled() {
  const store = join(temporaryFolder(), "store");
  const strata = (...args: string[]) => runCli(args, { store });
  await strata("set", "a", "1");
  await strata("snapshot", "-t", "release");
  await strata("set", "b", "2");
  return { store, strata };
}

describe("exit codes", () => {
  it.runIf(existsSync("/dev/full"))(
    "F24 output that can't be written ends with 7, without a stack trace",
    async () => {
      const { store } = await filled();
      const full = openSync("/dev/full", "w");
      try {
        for (const args of [
          ["get", "a"],
          ["list"],
          ["history"],
          ["metrics", "--json"],
          ["export", "-"],
          ["--help"],
        ]) {
          const { status, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
            env: { ...process.env, STRATA_STORE: store },
            stdio: ["ignore", full, "pipe"],
            encoding: "utf8",
          });
          expect({ args, status, stderr }).toEqual({
            args,
            status: 7,
            stderr: expect.stringMatching(/could not be written.*ENOSPC/),
          });
          expect(stderr).not.toMatch(/\n\s+at /);
          if (args.includes("--json")) expect(JSON.parse(stderr).error.code).toBe("STORAGE");
        }
      } finally {
        closeSync(full);
      }
    },
  );

  it("F24 a port that is taken ends with 7", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => taken.once("listening", resolve));
    try {
      const { port } = taken.address() as { port: number };
      const data = temporaryFolder();
      const result = await runCli(["serve", "--port", String(port), "--data", data, "--json"]);
      expect(result).toMatchObject({ code: 7, stdout: "" });
      expect(JSON.parse(result.stderr).error.message).toMatch(/EADDRINUSE|in use/);
    } finally {
      taken.close();
    }
  });

  it.runIf(hasSignals).each([
    ["SIGTERM", 143],
    ["SIGHUP", 129],
    ["SIGINT", 130],
  ] as const)("F24 %s during an import ends with %i, and nothing is half-written", async (signal, code) => {
    const { store, strata } = await filled();
    const large = temporaryFile(`[${'{"x":1},'.repeat(2_000_000)}0]`);
    const child = startCli(["import", large], { store });
    const result = ended(child);
    await vi.waitUntil(
      () => (statSync(join(store, "strata.db-wal"), { throwIfNoEntry: false })?.size ?? 0) > 1_000_000,
      {
        timeout: 40_000,
      },
    );
    child.kill(signal);
    expect(await result).toEqual({ code, stdout: "", stderr: "Stopped. Nothing was changed.\n" });
    expect((await strata("list")).stdout).toBe("a\nb\n");
    expect((await strata("verify")).code).toBe(0);
  });

  it.runIf(hasSignals)(
    "F24 what runs until it is stopped ends with 0 after Ctrl+C and with 143 after SIGTERM",
    async () => {
      for (const [signal, code] of [
        ["SIGINT", 0],
        ["SIGTERM", 143],
        ["SIGHUP", 129],
      ] as const) {
        for (const args of [
          ["serve", "--data", temporaryFolder()],
          ["watch", temporaryFile('{"a":1}', "data.json")],
        ]) {
          const child = startCli(args);
          const exited = new Promise((resolve) => child.once("exit", resolve));
          await new Promise((resolve) => child.stdout?.once("data", resolve));
          child.kill(signal);
          expect([args[0], signal, await exited]).toEqual([args[0], signal, code]);
        }
      }
    },
  );

  it("F24 a damaged store names what saves it", async () => {
    const { store, strata } = await filled();
    const database = new Database(join(store, "strata.db"));
    database.prepare("UPDATE live SET value = '7' WHERE key = 'a'").run();
    database.close();
    expect(await strata("verify")).toMatchObject({
      code: 6,
      stdout: expect.stringMatching(/strata recover/),
    });
    writeFileSync(join(store, "strata.db"), readFileSync(join(store, "strata.db")).fill(0x55, 4096));
    const broken = await strata("list");
    expect(broken).toMatchObject({ code: 6, stderr: expect.stringMatching(/strata recover <new folder>/) });
    expect(JSON.parse((await strata("list", "--json")).stderr).error.message).toMatch(/strata recover/);
  });
});

describe("--json", () => {
  it.each([
    [["get"], 2],
    [["wipe"], 2],
    [[], 2],
    [["list", "--limit", "many"], 2],
    [["list", "--no-such-option"], 2],
    [["export", "x.json", "--from", "r1"], 2],
    [["get", "no such key"], 1],
    [["history", "no such key"], 1],
    [["get", "a", "--at", "no such moment"], 4],
    [["restore", "release", "-k", "typo"], 4],
    [["list", "--store", "no such store"], 4],
    [["list", "-C", "no such folder"], 4],
    [["set", "a", "oops"], 3],
  ] as const)("F24 %j fails in JSON", async (args, code) => {
    const { strata } = await filled();
    const result = await strata(...args, "--json");
    expect(result).toMatchObject({ code, stdout: "" });
    expect(JSON.parse(result.stderr)).toEqual({
      error: expect.objectContaining({
        code: expect.stringMatching(/^[A-Z_]+$/),
        message: expect.stringMatching(/\.$|'$/),
      }),
    });
  });

  it("F24 everywhere a revision is a number and a time is ISO 8601 in UTC", async () => {
    const { strata } = await filled();
    await strata("undo");
    const answers = [
      ["history"],
      ["history", "a"],
      ["snapshot", "list"],
      ["snapshot", "-t", "x"],
      ["redo"],
      ["set", "c", "1"],
      ["list", "--long"],
      ["restore", "release"],
      ["metrics"],
      ["verify"],
      ["prune", "--keep", "1", "--dry-run"],
    ];
    const revisions: unknown[] = [];
    const times: unknown[] = [];
    const look = (value: unknown): void => {
      if (typeof value !== "object" || value === null) return;
      for (const [name, member] of Object.entries(value)) {
        if (["revision", "since", "until"].includes(name) && member !== null) revisions.push(member);
        if (name === "at" || name.endsWith("At")) times.push(member);
        look(member);
      }
    };
    for (const args of answers) look(JSON.parse((await strata(...args, "--json")).stdout));
    expect(revisions.length).toBeGreaterThan(10);
    expect(revisions.filter((revision) => !Number.isInteger(revision))).toEqual([]);
    expect(times.length).toBeGreaterThan(4);
    expect(times.filter((time) => !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(String(time)))).toEqual(
      [],
    );
  });
});

describe("answers", () => {
  it("F24 restore names a key that was never there, and changes nothing", async () => {
    const { strata } = await filled();
    expect(await strata("restore", "release", "-k", "b", "-k", "typo")).toMatchObject({
      code: 4,
      stderr: expect.stringMatching(/key "typo" exists neither.*Nothing was changed/),
    });
    expect((await strata("list")).stdout).toBe("a\nb\n");
    expect(await strata("restore", "release", "-k", "b")).toMatchObject({ code: 0 });
  });

  it("F24 history says that it stopped, and how to see more", async () => {
    const { store, strata } = await filled();
    const more = "These are the newest 50. --limit 0 lists all.\n";
    const open = await temporaryStore({ basePath: store });
    for (let i = 0; i < 48; i++) await open.set("a", i + 10);
    expect(await strata("history")).toMatchObject({ code: 0, stderr: "" });
    await strata("set", "a", "0");
    const stopped = await strata("history");
    expect(stopped.stdout.trimEnd().split("\n")).toHaveLength(50);
    expect(stopped.stderr).toBe(more);
    expect((await strata("history", "a")).stderr).toBe("");
    await strata("set", "a", "1");
    expect((await strata("history", "a")).stderr).toBe(more);
    expect(await strata("history", "--limit", "0")).toMatchObject({ stderr: "" });
    expect(await strata("history", "-n", "3")).toMatchObject({ stderr: "" });
  });

  it("F24 keys and notes with line breaks stay on their line", async () => {
    const { strata } = await filled();
    const key = "one\ntwo\rthree\u2028four";
    await strata("set", key, "1");
    await strata("snapshot", "-t", key, "-m", key);
    await strata("set", key, "2");
    const quoted = JSON.stringify(key).replace("\u2028", "\\u2028");
    for (const args of [
      ["list"],
      ["list", "-l"],
      ["snapshot", "list"],
      ["tag"],
      ["history"],
      ["diff", `tag:${key}`],
    ]) {
      const { stdout } = await strata(...args);
      expect(stdout, args.join(" ")).toContain(quoted);
      expect(stdout, args.join(" ")).not.toMatch(/one\n|two\r|\u2028/);
    }
    await strata("restore", "r3");
    expect((await strata("undo")).stdout.trimEnd()).not.toContain("\n");
  });
});

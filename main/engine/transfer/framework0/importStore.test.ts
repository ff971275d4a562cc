import { execFileSync } from "node:child_process";
import { cpSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isFramework0 } from "../detect.ts";
import { temporaryFolder } from "../temporaryFiles.fixture.ts";
import { temporaryStore } from "../temporaryStores.fixture.ts";
import { importFramework0 } from "./importStore.ts";

const FIXTURES = join(import.meta.dirname, "fixtures");
const EXPECTED = JSON.parse(readFileSync(join(FIXTURES, "expected.json"), "utf8")) as {
  expected: { version: string; data: Record<string, unknown> }[];
  current: Record<string, unknown>;
};

function copyOfStore(): string {
  const folder = join(temporaryFolder(), "store");
  cpSync(join(FIXTURES, "store"), folder, { recursive: true });
  return folder;
}

describe("a store of Framework0, imported", () => {
  it("M8 has every snapshot under its name, with tags, description and time, and the present", async () => {
    const store = await temporaryStore();
    const report = await importFramework0(store, join(FIXTURES, "store"));
    expect(report.problems).toEqual([]);
    expect(report.snapshots).toBe(7);
    for (const { version, data } of EXPECTED.expected) {
      expect({ ...(await store.getSnapshotData(version)) }).toEqual(data);
    }
    expect({ ...(await store.load()) }).toEqual(EXPECTED.current);
    const snapshots = (await store.listSnapshots()).reverse();
    expect(snapshots.map(({ version, kind, tags }) => [version, kind, ...tags])).toEqual([
      ["v1795409235-7d0f0a3e", "full", "initial"],
      ["v1795409235-53c3df59", "delta", "nightly"],
      ["v1795409235-df7e1cef", "delta", "nightly"],
      ["v1795409235-ed862686", "full", "release"],
      ["v1795409235-c268f9f9", "delta", "nightly"],
      ["v1795409235-9e2b9127", "delta", "nightly"],
      ["v1795409235-6e45c4a5", "full", "release"],
    ]);
    expect(snapshots[1]).toMatchObject({
      description: "step 0",
      createdAt: "2026-11-23T04:47:15.455Z",
      baseVersion: "v1795409235-7d0f0a3e",
      userInfo: { delta_base_version: "v1795409235-7d0f0a3e" },
    });
    expect({ ...(await store.restoreSnapshotByTag("nightly")) }).toEqual(EXPECTED.expected[5]?.data);
  });

  const NO_FILE = "it is a link, a pipe or something else that is no file";
  const ODD_FILES = [
    ["data/current_data.json", { part: "data/current_data.json", reason: NO_FILE }, 7],
    ["snapshots/registry.json", { part: "snapshots/registry.json", reason: NO_FILE }, 7],
    [
      "snapshots/metadata/v1795409235-6e45c4a5.json",
      { part: "snapshots/metadata/v1795409235-6e45c4a5.json", reason: NO_FILE },
      6,
    ],
    [
      "snapshots/data/v1795409235-6e45c4a5.data",
      { part: "snapshot v1795409235-6e45c4a5", reason: NO_FILE },
      6,
    ],
  ] as const;

  describe.runIf(process.platform !== "win32")("F9 in a folder from elsewhere", () => {
    it.each(ODD_FILES)(
      "F9 a pipe or a link at %s is named in the report, and nothing waits for it",
      async (file, problem, snapshots) => {
        for (const make of ["pipe", "link"]) {
          const folder = copyOfStore();
          if (file.includes("metadata")) rmSync(join(folder, "snapshots", "registry.json"));
          const path = join(folder, file);
          const outside = join(folder, "..", "outside");
          renameSync(path, outside);
          if (make === "pipe") execFileSync("mkfifo", [path]);
          else symlinkSync(outside, path);
          const report = await importFramework0(await temporaryStore(), folder);
          expect(report.snapshots).toBe(snapshots);
          expect(report.problems).toContainEqual(problem);
        }
      },
    );

    it.each([
      ["data", ["data/current_data.json"]],
      ["snapshots/data", EXPECTED.expected.map(({ version }) => `snapshot ${version}`)],
      ["snapshots/metadata", []],
    ])("F9 a link at the folder %s leads nowhere", async (name, parts) => {
      const folder = copyOfStore();
      const outside = join(folder, "..", "outside");
      renameSync(join(folder, name), outside);
      symlinkSync(outside, join(folder, name));
      const report = await importFramework0(await temporaryStore(), folder);
      expect(report.problems.map(({ part }) => part)).toEqual(parts);
      for (const { reason } of report.problems) expect(reason).toMatch(/^data is a link/);
    });

    it("F9 a link at snapshots and a pipe as its present make it no such store", async () => {
      const folder = copyOfStore();
      const outside = join(folder, "..", "outside");
      renameSync(join(folder, "snapshots"), outside);
      symlinkSync(outside, join(folder, "snapshots"));
      rmSync(join(folder, "data", "current_data.json"));
      execFileSync("mkfifo", [join(folder, "data", "current_data.json")]);
      expect(await isFramework0(folder)).toBe(false);
      await expect(importFramework0(await temporaryStore(), folder)).rejects.toThrow(/holds neither/);
    });
  });

  it("F9 bytes that are not UTF-8 are named, wherever they are, and the rest comes in", async () => {
    const folder = copyOfStore();
    const spoil = (file: string) => {
      const path = join(folder, file);
      const bytes = readFileSync(path);
      bytes[bytes.indexOf('"') + 1] = 0xff;
      writeFileSync(path, bytes);
    };
    spoil("snapshots/registry.json");
    spoil("snapshots/metadata/v1795409235-6e45c4a5.json");
    spoil("snapshots/data/v1795409235-ed862686.data");
    spoil("data/current_data.json");
    const report = await importFramework0(await temporaryStore(), folder);
    expect(report.snapshots).toBe(5);
    const reason = "its bytes are not UTF-8";
    expect(report.problems.filter((problem) => problem.reason === reason).map(({ part }) => part)).toEqual([
      "snapshots/registry.json",
      "snapshots/metadata/v1795409235-6e45c4a5.json",
      "snapshot v1795409235-ed862686",
      "data/current_data.json",
    ]);
  });

  it("F9 a name that can't be one of a file is named on one line and left out", async () => {
    const folder = copyOfStore();
    const registry = join(folder, "snapshots", "registry.json");
    const names = ["../../outside", "a/b", "..", "", "x".repeat(300), "two\nlines"];
    writeFileSync(
      registry,
      JSON.stringify({
        snapshots: Object.fromEntries(names.map((name) => [name, { created_at: "2025-01-01" }])),
      }),
    );
    const report = await importFramework0(await temporaryStore(), folder);
    expect(report.snapshots).toBe(0);
    expect(report.problems).toHaveLength(names.length);
    for (const { part } of report.problems) expect(part).toMatch(/^snapshot .{0,210}$/);
  });

  it("M8 comes in as far as it is whole; the report names what is not", async () => {
    const folder = temporaryFolder();
    cpSync(join(FIXTURES, "store"), folder, { recursive: true });
    rmSync(join(folder, "snapshots", "data", "v1795409235-ed862686.data"));
    rmSync(join(folder, "data"), { recursive: true });
    const store = await temporaryStore();
    const report = await importFramework0(store, folder);
    expect(report.snapshots).toBe(6);
    expect(report.problems).toEqual([
      { part: "snapshot v1795409235-ed862686", reason: "its file is missing" },
      { part: "data/current_data.json", reason: "its file is missing" },
    ]);
    expect({ ...(await store.load()) }).toEqual(EXPECTED.expected[6]?.data);
  });

  it("is refused when the folder is none, or nothing in it can be read", async () => {
    const store = await temporaryStore();
    await expect(importFramework0(store, temporaryFolder())).rejects.toThrow(/holds neither/);
    const folder = temporaryFolder();
    cpSync(join(FIXTURES, "store", "snapshots", "registry.json"), join(folder, "snapshots", "registry.json"));
    await expect(importFramework0(store, folder)).rejects.toThrow(/nothing of it can be read/);
    expect(await store.status()).toMatchObject({ entryCount: 0, snapshotCount: 0 });
  });
});

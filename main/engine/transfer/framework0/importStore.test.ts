import { execFileSync } from "node:child_process";
import { cpSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../temporaryFiles.fixture.ts";
import { temporaryStore } from "../temporaryStores.fixture.ts";
import { importFramework0 } from "./importStore.ts";

const FIXTURES = join(import.meta.dirname, "fixtures");
const EXPECTED = JSON.parse(readFileSync(join(FIXTURES, "expected.json"), "utf8")) as {
  expected: { version: string; data: Record<string, unknown> }[];
  current: Record<string, unknown>;
};

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

  it.runIf(process.platform !== "win32")(
    "F9 a pipe or a link in the folder is named in the report, and nothing waits for it",
    async () => {
      for (const make of ["pipe", "link"]) {
        const folder = join(temporaryFolder(), "store");
        cpSync(join(FIXTURES, "store"), folder, { recursive: true });
        const path = join(folder, "data", "current_data.json");
        rmSync(path);
        if (make === "pipe") execFileSync("mkfifo", [path]);
        else symlinkSync("/etc/hostname", path);
        const report = await importFramework0(await temporaryStore(), folder);
        expect(report.snapshots).toBe(7);
        expect(report.problems).toEqual([
          {
            part: "data/current_data.json",
            reason: "it is a link, a pipe or something else that is no file",
          },
        ]);
      }
    },
  );

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

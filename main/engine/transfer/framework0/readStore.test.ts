import { cpSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { toPlain } from "../../../../shared/json/index.ts";
import { temporaryFolder } from "../temporaryFiles.fixture.ts";
import { Framework0Store } from "./readStore.ts";

const FIXTURES = join(import.meta.dirname, "fixtures");
const EXPECTED = JSON.parse(readFileSync(join(FIXTURES, "expected.json"), "utf8")) as {
  expected: { version: string; data: Record<string, unknown> }[];
  current: Record<string, unknown>;
};
const FULL = "v1795409235-7d0f0a3e";
const LATER_FULL = "v1795409235-ed862686";
const DELTA = "v1795409235-df7e1cef";

function copyOfStore(): string {
  const folder = temporaryFolder();
  cpSync(join(FIXTURES, "store"), folder, { recursive: true });
  return folder;
}

async function read(folder: string) {
  const store = await Framework0Store.open(folder);
  if (store === null) throw new Error("is no store");
  const snapshots = [];
  for await (const { record, state } of store.snapshots()) snapshots.push({ ...record, data: toData(state) });
  const current = await store.current();
  return { snapshots, current: current && toData(current), problems: store.problems };
}

/** With numbers as JavaScript's, like JSON.parse. */
function toData(state: Parameters<typeof toPlain>[0]): unknown {
  return JSON.parse(
    JSON.stringify(toPlain(state), (_, value) =>
      value instanceof Object && "literal" in value ? Number(value.literal) : value,
    ),
  );
}

describe("a store of Framework0", () => {
  it("gives every snapshot, deltas included, exactly, and the present", async () => {
    const { snapshots, current, problems } = await read(join(FIXTURES, "store"));
    expect(problems).toEqual([]);
    expect(snapshots.map(({ version, data }) => ({ version, data }))).toEqual(EXPECTED.expected);
    expect(current).toEqual(EXPECTED.current);
    expect(snapshots[1]).toMatchObject({
      tags: ["nightly"],
      description: "step 0",
      createdAt: "2026-11-23T04:47:15.455Z",
      base: FULL,
      userInfo: { delta_base_version: FULL },
    });
  });

  it("is read without its registry, from the metadata of each snapshot", async () => {
    const folder = copyOfStore();
    rmSync(join(folder, "snapshots", "registry.json"));
    const { snapshots, problems } = await read(folder);
    expect(snapshots.map(({ version }) => version)).toEqual(EXPECTED.expected.map(({ version }) => version));
    expect(problems).toEqual([{ part: "snapshots/registry.json", reason: "it is missing" }]);
  });

  it("names what is missing, and what depends on it, and gives the rest", async () => {
    const folder = copyOfStore();
    rmSync(join(folder, "snapshots", "data", `${FULL}.data`));
    const { snapshots, current, problems } = await read(folder);
    expect(snapshots.map(({ tags }) => tags[0])).toEqual(["release", "release"]);
    expect(current).toEqual(EXPECTED.current);
    expect(problems[0]).toEqual({ part: `snapshot ${FULL}`, reason: "its file is missing" });
    expect(problems.slice(1).map(({ reason }) => reason)).toEqual(
      Array(4).fill(`the snapshot ${FULL}, which it is a change of, is missing or damaged`),
    );
  });

  it("finds damage: text cut short, a flipped value, a cut pickle, a call in a pickle", async () => {
    const folder = copyOfStore();
    const data = join(folder, "snapshots", "data");
    const flipped = join(data, `${LATER_FULL}.data`);
    writeFileSync(flipped, readFileSync(flipped, "utf8").replace("36.57", "36.58"));
    truncateSync(join(data, `${DELTA}.delta`), 200);
    writeFileSync(
      join(data, "v1795409235-9e2b9127.delta"),
      Buffer.from(
        "8004952b000000000000008c05706f736978948c0673797374656d9493948c10746f756368202f746d702f70616e656494859452942e",
        "hex",
      ),
    );
    truncateSync(join(folder, "data", "current_data.json"), 100);
    const { snapshots, current, problems } = await read(folder);
    expect(snapshots).toHaveLength(4);
    expect(current).toBeNull();
    expect(problems.map(({ part }) => part)).toEqual([
      `snapshot ${DELTA}`,
      `snapshot ${LATER_FULL}`,
      "snapshot v1795409235-9e2b9127",
      "data/current_data.json",
    ]);
    expect(problems.map(({ reason }) => reason).join("\n")).toMatch(
      /end of the file.*\nits data does not match its checksum\n.*posix\.system.*\n.*line \d+/,
    );
  });

  it("a name in the registry can't lead out of the folder", async () => {
    const folder = copyOfStore();
    writeFileSync(
      join(folder, "snapshots", "registry.json"),
      JSON.stringify({ snapshots: { "../../data/current_data": { created_at: "2025-01-01" } } }),
    );
    const { snapshots, problems } = await read(folder);
    expect(snapshots).toEqual([]);
    expect(problems).toHaveLength(1);
  });

  it("a folder of another kind is none", async () => {
    await expect(Framework0Store.open(temporaryFolder())).resolves.toBeNull();
  });
});

import { execFileSync, spawn } from "node:child_process";
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { NOW } from "../../../shared/model/index.ts";
import type { EnhancedPersistence } from "../persistence.ts";
import { exportFile } from "./exportFile.ts";
import { importFile } from "./importFile.ts";
import { PLAIN_PLAN } from "./plan.ts";
import { previewImport } from "./preview.ts";
import { temporaryFolder } from "./temporaryFiles.fixture.ts";
import { temporaryStore } from "./temporaryStores.fixture.ts";

const isPosix = process.platform !== "win32";
const isLinux = process.platform === "linux";
const isRoot = process.getuid?.() === 0;

async function filled(): Promise<EnhancedPersistence> {
  const store = await temporaryStore();
  await store.save({ a: 1, b: "text" });
  return store;
}

function pipeIn(folder: string): string {
  const path = join(folder, "pipe");
  execFileSync("mkfifo", [path]);
  return path;
}

const asJson = (store: EnhancedPersistence, path: string, signal?: AbortSignal) =>
  exportFile(store, path, NOW, "json", { signal });

describe.runIf(isPosix)("F23 pipes and devices", () => {
  it("F23 an export goes through a pipe, which stays one", async () => {
    const store = await filled();
    const pipe = pipeIn(temporaryFolder());
    const reader = spawn("cat", [pipe], { stdio: ["ignore", "pipe", "inherit"] });
    const [read, { bytes }] = await Promise.all([text(reader.stdout), asJson(store, pipe)]);
    expect(JSON.parse(read)).toEqual({ a: 1, b: "text" });
    expect(bytes).toBe(Buffer.byteLength(read));
    expect(lstatSync(pipe).isFIFO()).toBe(true);
  });

  it("F23 more than a pipe holds goes through it whole, to a reader that is slow", async () => {
    const store = await temporaryStore();
    const long = "x".repeat(300_000);
    await store.save({ long, longer: long });
    const pipe = pipeIn(temporaryFolder());
    const reader = spawn("sh", ["-c", 'sleep 0.3; cat "$0"', pipe], { stdio: ["ignore", "pipe", "inherit"] });
    const [read] = await Promise.all([text(reader.stdout), asJson(store, pipe)]);
    expect(JSON.parse(read)).toEqual({ long, longer: long });
  });

  it("F23 an export to a pipe that has no reader, and an import from one without a writer, can be cancelled", async () => {
    const store = await filled();
    const pipe = pipeIn(temporaryFolder());
    for (const run of [
      (signal: AbortSignal) => asJson(store, pipe, signal),
      (signal: AbortSignal) => importFile(store, pipe, PLAIN_PLAN, "replace", { signal }),
    ]) {
      const controller = new AbortController();
      const job = run(controller.signal);
      setTimeout(() => controller.abort(), 100);
      await expect(job).rejects.toMatchObject({ name: "AbortError" });
    }
    expect(await store.load()).toEqual({ a: 1, b: "text" });
  });

  it("F23 a reader that goes away is said as an error", async () => {
    const store = await temporaryStore();
    await store.save({ long: "x".repeat(3_000_000) });
    const pipe = pipeIn(temporaryFolder());
    spawn("head", ["-c", "10", pipe], { stdio: "ignore" });
    await expect(asJson(store, pipe)).rejects.toMatchObject({
      code: "STORAGE",
      message: expect.stringContaining("its reader went away"),
    });
  });

  it.runIf(isLinux)(
    "F23 a device that is full gives the error of a full disk, and stays a device",
    async () => {
      const store = await filled();
      await expect(asJson(store, "/dev/full")).rejects.toMatchObject({
        code: "STORAGE",
        message: expect.stringContaining("the disk is full"),
      });
      await asJson(store, "/dev/null");
      expect(lstatSync("/dev/null").isCharacterDevice()).toBe(true);
      expect(lstatSync("/dev/full").isCharacterDevice()).toBe(true);
    },
  );

  it("F23 an export to an open file by its number goes on where that file is", async () => {
    const store = await filled();
    const path = join(temporaryFolder(), "out");
    const descriptor = openSync(path, "w");
    writeFileSync(descriptor, "// before\n");
    await asJson(store, `/dev/fd/${descriptor}`);
    writeFileSync(descriptor, "// after\n");
    closeSync(descriptor);
    expect(readFileSync(path, "utf8")).toMatch(/^\/\/ before\n\{\n.*\n\}\n\/\/ after\n$/s);
  });

  it("F23 an import and a preview read a pipe as they read a file", async () => {
    const store = await temporaryStore();
    const pipe = pipeIn(temporaryFolder());
    const write = () => spawn("sh", ["-c", 'printf \'{"x":1,"y":[2]}\' > "$0"', pipe], { stdio: "ignore" });
    write();
    expect((await previewImport(pipe, PLAIN_PLAN)).root).toBe("object");
    write();
    await importFile(store, pipe, PLAIN_PLAN, "replace");
    expect(await store.load()).toEqual({ x: 1, y: [2] });
    expect(lstatSync(pipe).isFIFO()).toBe(true);
  });

  it("F23 an import of an empty device or of a file that is not open is refused", async () => {
    const store = await filled();
    await expect(importFile(store, "/dev/null", PLAIN_PLAN, "replace")).rejects.toMatchObject({
      code: "IMPORT",
    });
    await expect(importFile(store, "/dev/fd/777", PLAIN_PLAN, "replace")).rejects.toMatchObject({
      code: "IMPORT",
      message: expect.stringContaining("not open"),
    });
    expect(await store.load()).toEqual({ a: 1, b: "text" });
  });

  it("F23 an export through a link replaces the file behind it, and the link stays", async () => {
    const store = await filled();
    const folder = temporaryFolder();
    writeFileSync(join(folder, "real.json"), "old");
    symlinkSync("real.json", join(folder, "link.json"));
    await asJson(store, join(folder, "link.json"));
    expect(lstatSync(join(folder, "link.json")).isSymbolicLink()).toBe(true);
    expect(JSON.parse(readFileSync(join(folder, "real.json"), "utf8"))).toEqual({ a: 1, b: "text" });
  });
});

describe.runIf(isPosix)("F15 the permissions of an export", () => {
  const modeOf = (path: string) => statSync(path).mode & 0o777;

  it("F15 a new export is readable to no more people than the store", async () => {
    const store = await filled();
    const folder = temporaryFolder();
    const directory = store.path ?? "";
    const cases = [
      { directory: 0o755, file: 0o644, exported: 0o644 & ~process.umask() },
      { directory: 0o755, file: 0o600, exported: 0o600 },
      { directory: 0o700, file: 0o644, exported: 0o600 },
      { directory: 0o750, file: 0o664, exported: 0o640 & ~process.umask() },
    ];
    for (const [index, { directory: mode, file, exported }] of cases.entries()) {
      chmodSync(directory, mode);
      chmodSync(join(directory, "strata.db"), file);
      const path = join(folder, `export-${index}.json`);
      await asJson(store, path);
      expect(modeOf(path).toString(8)).toBe(exported.toString(8));
    }
  });

  it("F15 an export onto a file keeps its permissions", async () => {
    const store = await filled();
    const path = join(temporaryFolder(), "out.json");
    for (const mode of [0o600, 0o662, 0o640]) {
      writeFileSync(path, "old");
      chmodSync(path, mode);
      await asJson(store, path);
      expect(modeOf(path).toString(8)).toBe(mode.toString(8));
    }
  });

  it.runIf(isRoot)("F15 an export onto another account's file leaves it that account's", async () => {
    const store = await filled();
    const path = join(temporaryFolder(), "out.json");
    writeFileSync(path, "old");
    chownSync(path, 1000, 1001);
    chmodSync(path, 0o640);
    await asJson(store, path);
    expect(statSync(path)).toMatchObject({ uid: 1000, gid: 1001 });
    expect(modeOf(path)).toBe(0o640);
  });

  it("F15 a write-protected file is not replaced, and the message says what to do", async () => {
    const store = await filled();
    const folder = temporaryFolder();
    const path = join(folder, "out.json");
    writeFileSync(path, "old");
    chmodSync(path, 0o444);
    await expect(asJson(store, path)).rejects.toMatchObject({
      code: "STORAGE",
      message: expect.stringMatching(/out\.json: it is write-protected \(mode 444\).*chmod u\+w/),
    });
    expect(readFileSync(path, "utf8")).toBe("old");
    expect(readdirSync(folder)).toEqual(["out.json"]);
  });
});

describe("F18 exportData", () => {
  it("F18 makes the folders that are missing", async () => {
    const store = await filled();
    const path = join(temporaryFolder(), "not", "yet", "there.json");
    expect(await store.exportData(path)).toBe(path);
    expect(JSON.parse(readFileSync(path, "utf8")).data).toEqual({ a: 1, b: "text" });
  });

  it("F18 says what is in the way of a folder", async () => {
    const store = await filled();
    const folder = temporaryFolder();
    writeFileSync(join(folder, "file"), "");
    await expect(store.exportData(join(folder, "file", "out.json"))).rejects.toMatchObject({
      code: "STORAGE",
      message: expect.stringContaining("out.json"),
    });
    expect(existsSync(join(folder, "file", "out.json"))).toBe(false);
    mkdirSync(join(folder, "folder"));
    await expect(store.exportData(join(folder, "folder"))).rejects.toMatchObject({ code: "STORAGE" });
  });
});

import type { ChildProcess } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { temporaryFolder } from "../engine/transfer/temporaryFiles.fixture.ts";
import { ended, hasSignals, runCli, startCli } from "./runCli.fixture.ts";

const BEFORE = '{\n\t"volume": 5,\n\t"name": "Ann"\n}\n';

/** A file in a folder of its own, which is where commands are called. */
function withFile(text = BEFORE) {
  const directory = temporaryFolder();
  const file = join(directory, "config.json");
  writeFileSync(file, text);
  // Of its own: no test sees what another has bound, nor what the person who runs it has.
  const data = join(directory, "data");
  const env = { STRATA_USER_DATA: data };
  const run = (...args: string[]) => runCli(args, { directory, env });
  const store = `${file}.store`;
  const get = async (key: string) => (await run("get", key, "--store", store)).stdout.trim();
  return { directory, data, file, store, run, get };
}

/** Starts a watch, and returns its output so far. */
function watching(directory: string, ...args: string[]) {
  const child = startCli(["watch", ...args, "--json"], {
    directory,
    env: { STRATA_USER_DATA: join(directory, "data") },
  });
  let text = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    text += chunk.toString();
  });
  const events = () =>
    text
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line));
  const until = (event: object) =>
    vi.waitFor(() => expect(events()).toContainEqual(expect.objectContaining(event)), { timeout: 20_000 });
  return { child, events, until };
}

async function interrupted(child: ChildProcess): Promise<number | null> {
  const end = ended(child);
  child.kill("SIGINT");
  return (await end).code;
}

describe("watch", () => {
  it.runIf(hasSignals)("tells each change of the file, and what it wrote, until Ctrl+C", async () => {
    const { directory, file, store, run, get } = withFile();
    const { child, events, until } = watching(directory, "config.json");
    await until({ event: "watching", file, store, rule: "every" });
    expect(events()[0]).toEqual({
      event: "imported",
      revision: 1,
      snapshot: expect.stringMatching(/^v/),
      collided: false,
    });
    writeFileSync(file, BEFORE.replace("5", "7"));
    await until({ event: "imported", revision: 2 });
    expect(await get("volume")).toBe("7");
    await run("restore", "oldest:watch", "--store", store);
    await until({ event: "wrote", revision: 3 });
    expect(readFileSync(file, "utf8")).toBe(BEFORE);
    expect(await interrupted(child)).toBe(0);
  });

  it.runIf(hasSignals)("ends with what the file's last state means", async () => {
    const { directory, file, run } = withFile();
    const { child, until } = watching(directory, "config.json");
    await until({ event: "watching" });
    writeFileSync(file, '{"volume": ');
    await until({ event: "state", state: "unreadable" });
    expect(await interrupted(child)).toBe(3);
    const once = await run("watch", "config.json", "--once");
    expect(once).toMatchObject({ code: 3, stderr: "" });
    expect(once.stdout).toMatch(/^config\.json is not JSON at the moment: .* The store stays as it was\.\n$/);
    rmSync(file);
    expect(await run("watch", "config.json", "--once")).toMatchObject({ code: 0 });
  });

  it("ends with 7, and says why, when the file can't be read", async () => {
    const { file, store, run } = withFile();
    expect(await run("watch", "config.json", "--once")).toMatchObject({ code: 0 });
    rmSync(file);
    mkdirSync(file);
    const once = await run("watch", "--once", "--store", store);
    expect(once).toMatchObject({ code: 7, stderr: "" });
    expect(once.stdout).toMatch(
      /^config\.json cannot be read or written at the moment: config\.json is a folder\..*\n$/,
    );
  });

  it("imports once what changed meanwhile, by the binding alone", async () => {
    const { data, file, store, run, get } = withFile();
    await run("watch", "config.json", "--once", "--rule", "manual");
    writeFileSync(file, BEFORE.replace("Ann", "Bob"));
    expect(await run("watch", "--once", "--store", store)).toEqual({
      code: 0,
      stdout: "r2: imported from config.json.\nconfig.json and the store are equal.\n",
      stderr: "",
    });
    expect(await get("name")).toBe('"Bob"');
    const every = await run("watch", "config.json", "--once", "--rule", "minutes:5", "--json");
    expect(every.stdout).toBe('{"event":"state","state":"inStep"}\n');
    expect(existsSync(join(store, "watch.json"))).toBe(false);
    const [record] = readdirSync(join(data, "bindings")).filter((name) => name.endsWith(".json"));
    expect(JSON.parse(readFileSync(join(data, "bindings", record ?? ""), "utf8")).binding.rule).toEqual({
      kind: "interval",
      minutes: 5,
    });
  });

  it("refuses a store that holds other keys, and replaces them only behind a snapshot", async () => {
    const { directory, run } = withFile();
    const store = join(directory, "other");
    const on = (...args: string[]) => run(...args, "--store", store);
    await on("set", "mine", "1");
    const refused = await on("watch", "config.json", "--once");
    expect(refused.code).toBe(3);
    expect(refused.stderr).toMatch(/holds 1 key and is not bound to a file: .* --replace/);
    expect((await on("list")).stdout).toBe("mine\n");
    expect(await on("watch", "config.json", "--once", "--replace")).toMatchObject({ code: 0 });
    expect((await on("list")).stdout).toBe("name\nvolume\n");
    expect((await on("get", "mine", "--at", "safety")).stdout).toBe("1\n");
  });

  it("unbinds, and then has nothing to go on with", async () => {
    const { file, store, run } = withFile();
    await run("watch", "config.json", "--once");
    expect(await run("watch", "config.json", "--stop")).toMatchObject({ code: 0 });
    expect(await run("watch", "config.json", "--stop")).toMatchObject({ code: 1, stdout: "" });
    expect(await run("watch", "--once", "--store", store)).toMatchObject({ code: 4, stdout: "" });
    expect(readFileSync(file, "utf8")).toBe(BEFORE);
  });

  it("makes no store of a path that is wrong, and says what is wrong with it", async () => {
    const { directory, run } = withFile();
    expect((await run("watch", "conifg.json")).code).toBe(4);
    expect(existsSync(join(directory, "conifg.json.store"))).toBe(false);
    expect(await run("watch", ".")).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("is a folder"),
    });
    expect((await run("watch", "config.json", "--rule", "minutes:0")).code).toBe(2);
    expect((await run("watch", "config.json", "--stop", "--once")).code).toBe(2);
    writeFileSync(join(directory, "bad.json"), "[1,");
    expect(await run("watch", "bad.json")).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("bad.json"),
    });
  });

  it("F4 a store that says it follows a file is not believed, and the command to bind it is named", async () => {
    const { file, directory, run } = withFile();
    const store = join(directory, "received");
    await run("set", "evil", "1", "--store", store);
    writeFileSync(join(store, "watch.json"), JSON.stringify({ file, rule: { kind: "every" } }));
    const refused = await run("watch", "--once", "--store", store);
    expect(refused).toMatchObject({ code: 4, stdout: "" });
    expect(refused.stderr).toContain(`claims to follow ${file}; nothing was read or written there`);
    expect(refused.stderr).toContain(`strata watch ${JSON.stringify(file)} --store`);
    expect(await run("watch", file, "--once", "--store", store)).toMatchObject({ code: 3 });
    expect(readFileSync(file, "utf8")).toBe(BEFORE);
    expect(await run("watch", file, "--once", "--replace", "--store", store)).toMatchObject({ code: 0 });
    expect(await run("watch", "--once", "--store", store)).toMatchObject({ code: 0 });
    expect(existsSync(join(store, "watch.json"))).toBe(false);
  });

  it("F4 a copy of a store that holds what is in the file is bound by naming the file", async () => {
    const { file, store, directory, run } = withFile();
    await run("watch", "config.json", "--once");
    const copy = join(directory, "copy");
    cpSync(store, copy, { recursive: true });
    expect(await run("watch", "--once", "--store", copy)).toMatchObject({ code: 4 });
    expect(await run("watch", file, "--once", "--store", copy)).toMatchObject({ code: 0 });
  });

  it.runIf(hasSignals)("F16 while another process watches, that is said, and --stop is refused", async () => {
    const { directory, file, store, run, get } = withFile();
    const { child, until } = watching(directory, "config.json");
    await until({ event: "watching" });
    const once = await run("watch", "config.json", "--once");
    expect(once).toMatchObject({ code: 0, stdout: expect.stringContaining("is watched by another process") });
    const stopped = await run("watch", "--stop", "--store", store);
    expect(stopped).toMatchObject({ code: 5, stderr: expect.stringContaining("End that first") });
    await run("set", "volume", "9", "--store", store);
    await vi.waitFor(() => expect(readFileSync(file, "utf8")).toContain("9"), { timeout: 20_000 });
    expect(await get("volume")).toBe("9");
    expect(await interrupted(child)).toBe(0);
  });

  it("F16 a store whose last keys are deleted leaves an empty object in the file", async () => {
    const { file, store, run } = withFile();
    await run("watch", "config.json", "--once");
    await run("delete", "volume", "name", "--store", store);
    expect(await run("watch", "config.json", "--once")).toMatchObject({ code: 0 });
    expect(readFileSync(file, "utf8")).toBe("{}\n");
  });
});

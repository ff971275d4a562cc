import type { ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it, vi } from "vitest";
import { temporaryFile, temporaryFolder } from "../engine/transfer/temporaryFiles.fixture.ts";
import { temporaryStore } from "../engine/transfer/temporaryStores.fixture.ts";
import { ended, hasSignals, runCli, startCli } from "./runCli.fixture.ts";

const FRAMEWORK0 = join(import.meta.dirname, "../engine/transfer/framework0/fixtures/store");

/** A command line on one store, fresh for the test. */
function onStore(store = join(temporaryFolder(), "store")) {
  const strata = (...args: string[]) => runCli(args, { store });
  /** What a command answers with --json. */
  const json = async (...args: string[]) => {
    const result = await strata(...args, "--json");
    expect(result, `${args.join(" ")}: ${result.stderr}`).toMatchObject({ code: 0 });
    return JSON.parse(result.stdout);
  };
  return { store, strata, json };
}

function bytesIn(folder: string): number {
  return readdirSync(folder).reduce(
    (sum, name) => sum + (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}

describe("values", () => {
  it("are written, read, listed and deleted, exactly as they are given", async () => {
    const { store, strata, json } = onStore();
    expect(await strata("set", "user:1", '{"n": 12345678901234567890, "one": 1.0}')).toMatchObject({
      code: 0,
      stdout: "user:1 is set (r1).\n",
    });
    await runCli(["set", "piped"], { store, stdin: "[1,\n 2]\n" });
    await strata("set", "text", "--string", "not JSON");
    expect((await strata("get", "user:1")).stdout).toBe('{"n":12345678901234567890,"one":1.0}\n');
    expect((await strata("get", "text", "--raw")).stdout).toBe("not JSON\n");
    expect((await strata("get", "piped", "--pretty")).stdout).toBe("[\n  1,\n  2\n]\n");
    expect((await strata("get", "user:1", "--json")).stdout).toBe(
      '{"key":"user:1","value":{"n":12345678901234567890,"one":1.0},"since":1}\n',
    );
    expect((await strata("list")).stdout).toBe("piped\ntext\nuser:1\n");
    expect(await json("list", "E")).toEqual(["piped", "text", "user:1"]);
    expect(await json("list", "--prefix", "te")).toEqual(["text"]);
    expect(await json("list", "--limit", "1")).toEqual(["piped"]);
    expect((await strata("list", "--values", "--prefix", "p")).stdout).toBe(
      '{"key":"piped","value":[1,2]}\n',
    );
    expect(await json("delete", "text", "piped", "missing")).toEqual({
      revision: 4,
      deleted: 2,
      safetySnapshot: null,
    });
    expect(await json("list", "nothing like it")).toEqual([]);
  });

  it("say by the exit code that there is none", async () => {
    const { strata } = onStore();
    await strata("set", "a", "1");
    expect(await strata("get", "b")).toEqual({ code: 1, stdout: "", stderr: 'There is no key "b".\n' });
    expect(await strata("delete", "b")).toMatchObject({ code: 1 });
  });

  it("are not overwritten when somebody else changed them", async () => {
    const { strata } = onStore();
    expect(await strata("set", "a", "1", "--if-since", "0")).toMatchObject({ code: 0 });
    expect(await strata("set", "a", "2", "--if-since", "0")).toMatchObject({ code: 5 });
    expect(await strata("set", "a", "2", "--if-since", "1")).toMatchObject({ code: 0 });
    expect((await strata("get", "a")).stdout).toBe("2\n");
  });
});

describe("moments", () => {
  it("are named, compared, restored, undone and redone", async () => {
    const { strata, json } = onStore();
    await strata("set", "a", '{"list":[1,2,3],"same":"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}');
    const made = await json("snapshot", "-t", "release", "-m", "The first");
    expect(made).toMatchObject({ tags: ["release"], description: "The first", kind: "full" });
    await strata("set", "a", '{"list":[1,3],"same":"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}');
    await strata("set", "b", "true");
    expect((await strata("diff", "release")).stdout).toBe("~ a\n+ b\n");
    expect(await strata("diff", "release", "--exit-code")).toMatchObject({ code: 1 });
    expect(await strata("diff", "now", "--exit-code")).toMatchObject({ code: 0, stdout: "" });
    expect(await json("diff", "r2", made.version)).toEqual([
      { key: "a", kind: "changed", before: expect.anything(), after: expect.anything() },
    ]);
    expect(JSON.parse((await strata("diff", "release", "--patch")).stdout)).toEqual([
      { op: "remove", path: "/a/list/1" },
      { op: "add", path: "/b", value: true },
    ]);
    expect((await strata("get", "b", "--at", "release")).code).toBe(1);
    expect(await json("restore", "release", "--dry-run")).toEqual({
      revision: null,
      added: 0,
      removed: 1,
      changed: 1,
      safetySnapshot: null,
    });
    expect(await json("restore", "tag:release", "--key", "b")).toEqual({
      revision: 4,
      added: 0,
      removed: 1,
      changed: 0,
      safetySnapshot: null,
    });
    expect(await json("restore", "release")).toMatchObject({ revision: 5, changed: 1 });
    expect((await strata("restore", "release")).stdout).toMatch(/^Nothing to restore/);
    expect((await strata("undo")).stdout).toBe("Undid: restore of a (release).\n");
    expect(await json("redo")).toMatchObject({ operation: "restore" });
    expect(await strata("redo")).toMatchObject({ code: 1 });
    expect((await json("history")).map(({ operation }: { operation: string }) => operation)).toEqual([
      "redo",
      "undo",
      "restore",
      "restore",
      "set",
      "set",
      "set",
    ]);
    expect((await strata("history", "b")).stdout).toMatch(/^r4 .*\(deleted\)\nr3 .*true\n$/);
    expect(await strata("history", "never")).toMatchObject({ code: 1 });
  });

  it("keep tags, pins and descriptions", async () => {
    const { strata, json } = onStore();
    await strata("set", "a", "1");
    const first = await json("snapshot", "create", "-t", "one", "--pin", "for good");
    expect(first).toMatchObject({ pinned: true, pinReason: "for good" });
    const second = await json("snapshot", "--delta", "-t", "one");
    expect(second).toMatchObject({ kind: "delta", baseVersion: first.version });
    expect(await json("tag")).toEqual([{ tag: "one", count: 2 }]);
    expect((await json("tag", "one", "two", "three")).version).toBe(second.version);
    expect(await json("tag", "oldest:one", "one", "--rename", "uno")).toMatchObject({
      version: first.version,
      tags: ["uno"],
    });
    expect(await json("tag", "two", "two", "--remove")).toMatchObject({ tags: ["one", "three"] });
    expect(await json("snapshot", "unpin", "uno")).toMatchObject({ pinned: false, pinReason: null });
    expect(await json("snapshot", "list", "--tag", "uno")).toMatchObject([{ version: first.version }]);
    expect(await strata("snapshot", "delete", first.version)).toMatchObject({ code: 0 });
    expect(await json("snapshot", "list")).toHaveLength(1);
    // The one that was just made stays beside the tagged one; the next one pushes it out (rule F20).
    for (let made = 0; made < 2; made++) {
      await strata("snapshot", "--max", "1");
      expect(await json("snapshot", "list")).toMatchObject([{ tags: [] }, { tags: ["one", "three"] }]);
    }
    expect(await strata("get", "a", "--at", first.version)).toMatchObject({ code: 4 });
    expect(await strata("restore", "no such tag")).toMatchObject({
      code: 4,
      stderr: expect.stringMatching(/no tag "no such tag"/),
    });
  });
});

describe("upkeep", () => {
  it("verifies, and names what is damaged with exit code 6", async () => {
    const { store, strata, json } = onStore();
    await json("set", "a", '{"n":1}');
    await json("set", "b", "2");
    expect(await json("verify")).toMatchObject({ ok: true, damaged: [] });
    const database = new Database(join(store, "strata.db"));
    database.prepare("UPDATE live SET value = '{\"n\":7}' WHERE key = 'a'").run();
    database.close();
    expect(await strata("verify")).toMatchObject({
      code: 6,
      stdout: expect.stringMatching(/^damaged: a .*\ndamaged: the checksum of the present\n.* 1 damaged/s),
    });
  });

  it("says with every command, and by the code of verify, what a store has lost", async () => {
    const { store, strata, json } = onStore();
    await strata("set", "a", "1");
    const file = join(store, "strata.db");
    const older = readFileSync(file);
    await strata("set", "a", "2");
    writeFileSync(file, older);
    const said = expect.stringMatching(/has lost revisions 2 to 2: .*Make those changes again/);
    expect(await strata("get", "a")).toEqual({ code: 0, stdout: "1\n", stderr: said });
    expect(await strata("verify")).toMatchObject({ code: 6, stderr: said });
    expect(await json("history")).toHaveLength(1);
  });

  it("packs, prunes after saying what would go, and measures", async () => {
    const { strata, json } = onStore();
    for (const value of ["1", "2", "3"]) await strata("set", "a", value);
    expect(await json("pack")).toMatchObject({ values: expect.any(Number), bytesAfter: expect.any(Number) });
    expect(await json("prune", "--keep", "1", "--dry-run")).toMatchObject({ revisions: 1 });
    expect(await json("history", "a")).toHaveLength(3);
    expect(await json("prune", "--keep", "1")).toMatchObject({ revisions: 1 });
    expect(await json("history", "a")).toHaveLength(2);
    expect((await strata("get", "a")).stdout).toBe("3\n");
    expect(await json("metrics")).toMatchObject({ store: { revision: 3, entryCount: 1 }, snapshotCount: 0 });
  });
});

describe("files", () => {
  it("go in and out, by name and through pipes", async () => {
    const { store, strata, json } = onStore();
    const path = temporaryFile('{"api":{"A":{"x":1},"B":2}}', "data.json");
    expect(await json("import", path, "--depth", "2", "--separator", "/")).toMatchObject({
      revision: 1,
      entries: 2,
    });
    expect((await strata("list", "--json")).stdout).toBe('["api/A"\n,"api/B"\n]\n');
    const piped = await runCli(["import", "-", "--merge", "-k", "id"], {
      store,
      stdin: '{"id":"x"}\n{"id":"y"}\n',
    });
    expect(piped.stdout).toMatch(/^2 entries imported from stdin/);
    expect((await strata("export", "-", "-f", "json")).stdout).toBe(
      '{\n"api/A":{"x":1},\n"api/B":2,\n"x":{"id":"x"},\n"y":{"id":"y"}\n}\n',
    );
    const out = join(temporaryFolder(), "out.ndjson");
    expect(await json("export", out, "--at", "r1")).toMatchObject({ entries: 2 });
    expect(readFileSync(out, "utf8")).toBe('{"key":"api/A","value":{"x":1}}\n{"key":"api/B","value":2}\n');
    expect(await json("import", path, "--preview")).toMatchObject({
      root: "object",
      levels: expect.any(Array),
    });
    const patch = (await strata("export", "-", "-f", "patch", "--from", "r1")).stdout;
    expect(JSON.parse(patch)).toHaveLength(2);
  });

  it("carry a whole store, and one snapshot", async () => {
    const { strata, json } = onStore();
    await strata("set", "a", "1");
    const { version } = await json("snapshot", "-t", "kept");
    await strata("set", "a", "2");
    const all = join(temporaryFolder(), "all.strata");
    await strata("export", all);
    const other = onStore();
    expect(await other.json("import", all)).toMatchObject({ snapshots: 1, revision: 2, problems: [] });
    expect(await other.json("snapshot", "list")).toEqual(await json("snapshot", "list"));
    await strata("export", all, "--snapshot", "kept");
    const third = onStore();
    expect(await third.json("import", all)).toMatchObject({ snapshots: 1, revision: 1 });
    expect((await third.strata("get", "a", "--at", version)).stdout).toBe("1\n");
  });

  it("of Framework0's Python come in as a folder", async () => {
    const { strata, json } = onStore();
    expect(await json("import", FRAMEWORK0)).toMatchObject({ snapshots: 7, problems: [] });
    expect((await strata("get", "user:0", "--at", "initial")).stdout).toMatch(/^\{"id":0,"name":"user 0"/);
  });

  it("that are bad are refused with their place, and leave the store as it was", async () => {
    const { strata } = onStore();
    await strata("set", "a", "1");
    const path = temporaryFile('{"a":1,\n"b":tru', "bad.json");
    expect(await strata("import", path)).toEqual({
      code: 3,
      stdout: "",
      stderr: expect.stringMatching(/^Can't import bad\.json, line 2, column 5: .*Nothing was changed\.\n$/),
    });
    const { stderr } = await strata("import", path, "--json");
    expect(JSON.parse(stderr).error).toMatchObject({ code: "IMPORT", path: "bad.json", line: 2, column: 5 });
    expect((await strata("list")).stdout).toBe("a\n");
  });
});

describe("as a program among others", () => {
  it("acts on a store that is open elsewhere, and is seen there", async () => {
    const folder = temporaryFolder();
    const open = await temporaryStore({ basePath: folder });
    await open.set("mine", 1);
    const { strata } = onStore(folder);
    expect((await strata("get", "mine")).stdout).toBe("1\n");
    await Promise.all([strata("set", "theirs", "2"), open.set("mine", 3)]);
    expect(await open.get("theirs")).toBe(2);
    await strata("snapshot", "-t", "by the command line");
    expect((await open.listSnapshots())[0]?.tags).toEqual(["by the command line"]);
    expect((await strata("get", "mine")).stdout).toBe("3\n");
  });

  it("stops quietly when the reader of its output has enough", async () => {
    const { store, strata } = onStore();
    const many = Object.fromEntries(
      Array.from({ length: 50_000 }, (_, i) => [`a rather long key number ${i}`, i]),
    );
    await strata("import", temporaryFile(JSON.stringify(many)));
    const child = startCli(["list"], { store });
    child.stdout?.once("data", () => child.stdout?.destroy());
    let stderr = "";
    child.stderr?.on("data", (chunk) => {
      stderr += chunk;
    });
    const code = await new Promise((resolve) => child.once("exit", resolve));
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  it.runIf(hasSignals)(
    "ends a job at Ctrl+C and changes nothing; says nothing of progress where no terminal is",
    async () => {
      const { store, strata } = onStore();
      await strata("set", "a", "1");
      const large = temporaryFile(`[${'{"x":1},'.repeat(2_000_000)}0]`);
      const child = startCli(["import", large], { store });
      const result = ended(child);
      // From here on the job is under way, and far from its end.
      await vi.waitUntil(() => bytesIn(store) > 4_000_000, { timeout: 40_000 });
      child.kill("SIGINT");
      expect(await result).toEqual({ code: 130, stdout: "", stderr: "Stopped. Nothing was changed.\n" });
      expect((await strata("list")).stdout).toBe("a\n");
    },
  );

  it("takes the store from --store, STRATA_STORE or where it is called, and makes none by mistake", async () => {
    const folder = temporaryFolder();
    const missing = join(folder, "missing");
    const refused = await runCli(["list", "--store", missing]);
    expect(refused).toMatchObject({ code: 4, stderr: expect.stringMatching(/is not a store/) });
    expect(existsSync(missing)).toBe(false);
    await runCli(["--store", "here", "set", "a", "1"], { directory: folder });
    expect(readdirSync(join(folder, "here"))).toContain("strata.db");
    expect((await runCli(["get", "a"], { directory: join(folder, "here") })).stdout).toBe("1\n");
    expect((await runCli(["get", "a"], { store: join(folder, "here") })).stdout).toBe("1\n");
    mkdirSync(join(folder, "full"));
    writeFileSync(join(folder, "full", "notes.txt"), "mine");
    expect(await runCli(["set", "a", "1", "--store", join(folder, "full")])).toMatchObject({ code: 4 });
    expect(readdirSync(join(folder, "full"))).toEqual(["notes.txt"]);
  });

  it.each([
    [["get"], /missing required argument/],
    [["wipe"], /unknown command/],
    [["list", "--limit", "many"], /whole number/],
    [["tag", "release"], /at least one tag|is not a store/],
    [["import", "x.json", "--depth", "99"], /from 1 to 20/],
    [["export", "x.json", "--from", "r1"], /--from together/],
  ])("%j is refused with exit code 2", async (args, message) => {
    const result = await runCli(args, { directory: temporaryFolder() });
    expect(result).toMatchObject({ code: 2, stdout: "" });
    expect(result.stderr).toMatch(message);
  });

  it("a value that is no JSON is refused with exit code 3 and a hint", async () => {
    const { strata } = onStore();
    expect(await strata("set", "a", "oops")).toMatchObject({
      code: 3,
      stderr: expect.stringMatching(/--string/),
    });
    expect(await strata("set", "a", '{"x":[1,}')).toMatchObject({
      code: 3,
      stderr: expect.stringMatching(/column 9/),
    });
    expect(await strata("set", "", "1")).toMatchObject({ code: 3 });
  });
});

describe("the app", () => {
  interface Served {
    readonly address: string;
    readonly fallback: string;
  }
  const started = async (args: string[], env = {}) => {
    const child = startCli([...args, "--json"], { env });
    const stderr: string[] = [];
    child.stderr?.on("data", (chunk) => stderr.push(String(chunk)));
    const { address, fallback } = await new Promise<Served>((resolve, reject) => {
      let said = "";
      child.stdout?.on("data", (chunk) => {
        said += chunk;
        if (said.trimEnd().endsWith("}")) resolve(JSON.parse(said) as Served);
      });
      child.once("exit", () => reject(new Error(stderr.join(""))));
    });
    return { child, address, fallback, stderr };
  };
  const stopped = (child: ChildProcess) => {
    child.kill("SIGINT");
    return new Promise((resolve) => child.once("exit", resolve));
  };

  it.runIf(hasSignals)("is served over loopback until Ctrl+C", async () => {
    const { child, address, fallback } = await started([
      "serve",
      temporaryFolder(),
      "--data",
      temporaryFolder(),
    ]);
    expect(new URL(address).hostname).toMatch(/^\w{32}\.localhost$/);
    // A browser resolves that name by itself; the system need not.
    const answer = await fetch(fallback, { redirect: "manual" });
    expect([302, 303]).toContain(answer.status);
    expect(await stopped(child)).toBe(0);
  });

  it.skipIf(process.platform !== "linux")(
    "is served where no window can be opened, which is said",
    async () => {
      const env = { DISPLAY: "", WAYLAND_DISPLAY: "", STRATA_USER_DATA: temporaryFolder() };
      const { child, address, stderr } = await started(["open", temporaryFolder()], env);
      expect(new URL(address).hostname).toMatch(/\.localhost$/);
      expect(JSON.parse(stderr.join("")).warning.message).toMatch(
        /^There is no display .* Serving Strata for a web browser instead\.$/,
      );
      expect(await stopped(child)).toBe(0);
    },
  );

  it("is not served from a place that is not there", async () => {
    expect(await runCli(["serve", join(temporaryFolder(), "missing")])).toMatchObject({
      code: 4,
      stdout: "",
    });
  });
});

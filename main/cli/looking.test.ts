import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createEnhancedPersistence } from "../engine/index.ts";
import { temporaryFile, temporaryFolder } from "../engine/transfer/temporaryFiles.fixture.ts";
import { runCli } from "./runCli.fixture.ts";
import { type HereOptions, runHere } from "./runHere.fixture.ts";

/** A folder whose store went through: two keys, a snapshot `release`, one key changed, one new. */
async function filled() {
  const directory = temporaryFolder();
  const here = (args: readonly string[], options: Partial<HereOptions> = {}) =>
    runHere(args, { directory, ...options });
  const text = async (...args: string[]) => {
    const { code, stdout, stderr } = await here(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    return stdout;
  };
  const json = async (...args: string[]) => JSON.parse(await text(...args, "--json"));
  await here(["set", "user", '{"name":"Ann","list":[1,2]}']);
  await here(["set", "n", "1"]);
  await here(["snapshot", "-t", "release", "-m", "Before"]);
  await here(["set", "user", '{"name":"Bea","list":[1,2,3]}']);
  await here(["set", "k", '"x"']);
  return { directory, here, text, json };
}

describe("commands that people of other tools look for", () => {
  it("F25 status shows what changed since the last snapshot", async () => {
    const { text, json, here } = await filled();
    expect(await text("status")).toMatch(
      /\nr4, 3 keys, .*1 snapshot\nLast snapshot: v\S+ {2}\[release\] {2}Before .*\n2 keys changed since:\n\+ k\n~ user\nstrata undo undoes: set of k\n$/,
    );
    expect(await json("status")).toMatchObject({
      revision: 4,
      entryCount: 3,
      latestSnapshot: { tags: ["release"] },
      changes: { added: 1, removed: 0, changed: 1 },
      undo: { operation: "set", key: "k" },
      redo: null,
    });
    await here(["snapshot"]);
    expect(await text("status")).toContain("Nothing changed since.");
  });

  it("F25 diff compares the last snapshot with the present, with sizes or with every place", async () => {
    const { text, json, here } = await filled();
    expect(await text("diff")).toBe("+ k\n~ user\n");
    expect(await text("diff", "--stat")).toBe(
      "+   0 B →  3 B  k\n~  27 B → 29 B  user\n2 keys: 1 added, 0 removed, 1 changed; 27 B → 32 B\n",
    );
    expect(await text("diff", "-p", "-k", "user")).toBe(
      '~ user\n    ~ /name  "Ann" → "Bea"\n    + /list/2  3\n',
    );
    expect(await json("diff")).toEqual([
      { key: "k", kind: "added", after: "x" },
      { key: "user", kind: "changed", before: expect.anything(), after: expect.anything() },
    ]);
    expect(await here(["diff", "--stat", "-p"])).toMatchObject({ code: 2 });
    expect(await here(["diff", "--store", "none"])).toMatchObject({ code: 4 });
  });

  it("F25 show gives a moment with what it changed, or a value then", async () => {
    const { text, json, here } = await filled();
    expect(await text("show")).toMatch(/^r4 {2}\S+ {2}.+ {2}set of k\n\+ k\n {4}\+ {2}"x"\n$/);
    expect(await text("show", "r3")).toContain('~ user\n    ~ /name  "Ann" → "Bea"');
    expect(await text("show", "release")).toMatch(
      /^snapshot v\S+ {2}\[release\] {2}Before\n.*checksum [0-9a-f]{64}\nr2 .*\n\+ n\n {4}\+ {2}1\n\+ user\n/s,
    );
    expect(await text("show", "release", "user")).toBe(
      '{\n  "name": "Ann",\n  "list": [\n    1,\n    2\n  ]\n}\n',
    );
    expect(await json("show", "r3")).toMatchObject({
      revision: 3,
      at: expect.stringMatching(/Z$/),
      entryCount: 2,
      changes: [{ key: "user", kind: "changed" }],
    });
    expect(await here(["show", "release", "k"])).toMatchObject({ code: 1, stdout: "" });
  });

  it("F25 log lists every revision with its snapshots", async () => {
    const { text, json } = await filled();
    const lines = (await text("log")).trimEnd().split("\n");
    expect(lines).toEqual([
      expect.stringMatching(/^r4 {2}\S+ {2}.+ {2}set of k$/),
      expect.stringMatching(/^r3 /),
      expect.stringMatching(/^r2 /),
      expect.stringMatching(/^ {4}v\S+ {2}\[release\] {2}Before$/),
      expect.stringMatching(/^r1 /),
    ]);
    expect(await json("log", "-n", "3")).toMatchObject([
      { revision: 4, snapshots: [] },
      { revision: 3 },
      { revision: 2, snapshots: [{ tags: ["release"], revision: 2 }] },
    ]);
    expect(await json("log", "n")).toMatchObject([{ revision: 2, value: 1 }]);
  });

  it("F25 blame names the revision of each leaf", async () => {
    const { text, json, here } = await filled();
    expect((await text("blame", "user")).replaceAll(/\S+Z {2}.+? {2}/g, "T  who  ")).toBe(
      'r3  T  who  /name  "Bea"\nr1  T  who  /list/0  1\nr1  T  who  /list/1  2\nr3  T  who  /list/2  3\n',
    );
    expect(await json("blame", "user", "--at", "release")).toMatchObject({
      complete: true,
      leaves: [
        { pointer: "/name", text: '"Ann"', revision: 1, at: expect.stringMatching(/Z$/) },
        { pointer: "/list/0" },
        { pointer: "/list/1" },
      ],
    });
    expect(await here(["blame", "typo"])).toMatchObject({ code: 1 });
  });

  it("F25 find looks in keys and values, search in all that is kept", async () => {
    const { text, json, here } = await filled();
    expect(await text("find", "N")).toBe('n  1\nuser  {"name":"Bea","list":[1,2,3]}\n');
    expect(await text("find", "n", "--keys")).toBe("n  1\n");
    expect(await json("find", "name: B*", "--values")).toEqual([
      { key: "user", value: { name: "Bea", list: [1, 2, 3] }, since: 3 },
    ]);
    expect(await text("find", "^.$", "--regex")).toBe('k  "x"\nn  1\n');
    expect(await here(["find", "Ann"])).toMatchObject({ code: 1, stdout: "" });
    expect(await text("search", "Ann")).toMatch(/^user {2}r1\.\.r3 {2}\S+Z {2}\{"name":"Ann"/);
    expect(await json("search", "name: *", "-k", "user")).toMatchObject([
      { key: "user", from: 1, until: null, fromAt: expect.stringMatching(/Z$/), untilAt: null },
    ]);
    expect(await here(["search", "Ann", "-k", "n"])).toMatchObject({ code: 1 });
    expect(await here(["find", "$..["])).toMatchObject({ code: 3 });
  });

  it("F25 version says what runs", async () => {
    const { text, json } = await filled();
    const { version } = JSON.parse(readFileSync(join(import.meta.dirname, "../../package.json"), "utf8"));
    expect(await text("version")).toMatch(new RegExp(`^strata ${version} \\(Node `));
    expect(await json("version")).toMatchObject({ version, node: process.versions.node });
  });
});

describe("moments", () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "strata-moments-"));
    const store = await createEnhancedPersistence({ basePath: directory });
    const day = 86_400_000;
    // n is the number of days ago that it was written.
    for (const days of [10, 3, 2, 1, 0]) {
      const text = String(days) as Parameters<typeof store.write>[0][number]["text"];
      await store.write([{ key: "n" as never, text }], {
        operation: "set",
        at: Date.now() - days * day - 60_000,
      });
      if (days === 2) await store.snapshot({ tags: ["release"] });
    }
    await store.snapshot({ tags: ["yesterday~1", "2h ago"] });
    await store.close();
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));
  const at = async (word: string) => (await runHere(["get", "n", "--at", word], { directory })).stdout.trim();

  it.each([
    ["now", "0"],
    ["latest", "0"],
    ["release", "2"],
    ["now~1", "1"],
    ["now~", "1"],
    ["now~~", "2"],
    ["now~3", "3"],
    ["release~1", "3"],
    ["tag:release~2", "10"],
    ["r2~1", "10"],
    ["yesterday", "1"],
    ["2 days ago", "2"],
    ["4d ago", "10"],
    ["48h ago", "2"],
    ["1 minute ago", "0"],
    // A tag of this name goes before the time.
    ["2h ago", "0"],
    ["yesterday~1", "0"],
    ["3 hours ago~1", "2"],
  ])("F25 %s is a moment", async (word, value) => {
    expect(await at(word)).toBe(value);
  });

  it("F25 a day is its beginning, a time of day is of today, and what is to come is refused", async () => {
    const day = (days: number) => {
      const date = new Date();
      date.setDate(date.getDate() - days);
      return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, "0")}-${String(date.getDate()).padStart(2, "0")}`;
    };
    // Written five days ago at the latest is what stands at the beginning of that day.
    expect(await at(day(5))).toBe("10");
    expect(await at(`${day(5)} 14:30`)).toBe("10");
    expect(await at(new Date(Date.now() - 5 * 86_400_000).toISOString())).toBe("10");
    expect(["0", "1"]).toContain(await at("00:00"));
    expect(await runHere(["get", "n", "--at", "tomorrow"], { directory })).toMatchObject({
      code: 4,
      stderr: expect.stringMatching(/in the future/),
    });
    expect(await runHere(["list", "--at", "2001-02-03"], { directory })).toMatchObject({
      code: 0,
      stdout: "",
    });
    for (const word of ["relase", "now~99", "tag:none", "release~x", "v1-00000000", "a-2020-01-01"]) {
      expect(await runHere(["list", "--at", word], { directory })).toMatchObject({ code: 4, stdout: "" });
    }
  });
});

describe("on a terminal", () => {
  const plain = { PAGER: "" };

  it.each([
    [{ isTTY: true, env: plain }, [], true],
    [{ isTTY: false }, [], false],
    [{ isTTY: true, env: { ...plain, NO_COLOR: "1" } }, [], false],
    [{ isTTY: true, env: { ...plain, TERM: "dumb" } }, [], false],
    [{ isTTY: false, env: { FORCE_COLOR: "1" } }, [], true],
    [{ isTTY: true, env: { ...plain, FORCE_COLOR: "0" } }, [], false],
    [{ isTTY: false }, ["--color", "always"], true],
    [{ isTTY: true, env: { ...plain, FORCE_COLOR: "1" } }, ["--color", "never"], false],
  ] as const)(
    "F25 colours follow the terminal, NO_COLOR, FORCE_COLOR and --color: %j %j",
    async (options, args, isColoured) => {
      const { here } = await filled();
      const { stdout } = await here(["diff", ...args], options);
      expect(stdout).toBe(
        isColoured ? "\u001b[32m+\u001b[39m k\n\u001b[33m~\u001b[39m user\n" : "+ k\n~ user\n",
      );
      expect((await here(["diff", "--json", ...args], options)).stdout).not.toContain("\u001b");
    },
  );

  it.skipIf(process.platform === "win32")(
    "F25 long answers go to the pager, safe and coloured, and only there",
    async () => {
      const { directory, here } = await filled();
      await here(["set", "evil\u001b[2J", "1"]);
      const paged = join(directory, "..", `${Date.now()}.paged`);
      const env = { PAGER: `cat > '${paged}'`, PATH: process.env["PATH"] ?? "" };
      expect(await here(["log"], { isTTY: true, env })).toMatchObject({ code: 0, stdout: "" });
      const shown = readFileSync(paged, "utf8");
      expect(shown.startsWith("\u001b[33mr5\u001b[39m ")).toBe(true);
      expect(shown).toContain("evil\\u001b[2J");
      writeFileSync(paged, "");
      for (const [args, isTTY] of [
        [["log", "--no-pager"], true],
        [["log", "--json"], true],
        [["log"], false],
        [["status"], true],
      ] as const) {
        expect((await here(args, { isTTY, env })).stdout).not.toBe("");
      }
      expect(readFileSync(paged, "utf8")).toBe("");
      // A person who leaves the pager has seen enough.
      expect(await here(["log"], { isTTY: true, env: { ...env, PAGER: "true" } })).toMatchObject({
        code: 0,
        stderr: "",
      });
    },
  );
});

describe("the command line to other programs", () => {
  it("F25 completes commands, options, tags, keys and files", async () => {
    const { directory } = await filled();
    const file = temporaryFile("{}", "data.json");
    const words = async (...args: string[]) => {
      const { code, stdout } = await runCli(["complete", "--", ...args], { directory });
      expect(code).toBe(0);
      return stdout
        .split("\n")
        .filter((line) => line !== "" && !line.startsWith(":"))
        .map((line) => line.split("\t")[0]);
    };
    expect(await words("sn")).toEqual(["snapshot"]);
    expect(await words("snapshot", "")).toEqual(expect.arrayContaining(["list", "pin", "delete"]));
    expect(await words("restore", "rel")).toEqual(["release"]);
    expect(await words("get", "")).toEqual(["k", "n", "user"]);
    expect(await words("diff", "--color", "")).toEqual(["auto", "always", "never"]);
    expect(await words("list", "--pre")).toEqual(["--prefix"]);
    expect(await words("import", file.slice(0, -3))).toEqual([file]);
  });

  it.each(["bash", "zsh", "fish", "powershell"])("F25 has a script for %s", async (shell) => {
    const { code, stdout } = await runCli(["completion", shell], { directory: temporaryFolder() });
    expect(code).toBe(0);
    expect(stdout).toContain("strata");
    if (shell === "bash") expect(spawnSync("bash", ["-n"], { input: stdout }).status).toBe(0);
  });

  it("F25 has a manual page with every command and option", async () => {
    const { directory, text } = await filled();
    const page = await text("man");
    for (const name of ["snapshot create", "diff", "log", "watch", "completion"])
      expect(page).toContain(`.SS ${name}`);
    expect(page).toContain("\\-\\-if\\-since <revision>");
    expect(page).toMatch(/\.B 143\nStopped by SIGTERM/);
    if (existsSync("/usr/bin/man")) {
      const path = join(directory, "strata.1");
      writeFileSync(path, page);
      const { status, stdout, stderr } = spawnSync("man", ["--warnings", "-l", path], {
        encoding: "utf8",
        env: { ...process.env, MANWIDTH: "80", PAGER: "cat" },
      });
      if (stdout !== "") expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    }
  });
});

vi.setConfig({ testTimeout: 120_000 });

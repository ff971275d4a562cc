import { execFileSync, spawn } from "node:child_process";
import { cp, mkdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { claimedFile, removeClaim } from "./bindings.ts";
import { FileWatch } from "./fileWatch.ts";
import { soon, watchPlace } from "./watch.fixture.ts";

const isPosix = process.platform !== "win32";
const NEVER = { kind: "never" } as const;
/** Makes a file a link and a file again, each time in one step. */
const TURN_AGAIN_AND_AGAIN = `
  const fs = require("node:fs");
  const [file, secret] = process.argv.slice(1);
  for (;;) {
    fs.symlinkSync(secret, file + ".link");
    fs.renameSync(file + ".link", file);
    fs.writeFileSync(file + ".file", '{"ours":1}');
    fs.renameSync(file + ".file", file);
  }`;

/** A store that is bound to a file and then closed. */
async function bound() {
  const place = await watchPlace();
  const file = place.path("config.json");
  await writeFile(file, '{"a":1}');
  const store = await place.open();
  await (await FileWatch.bind(store, place.bindings, file, NEVER)).close();
  await store.close();
  return { ...place, file };
}

describe("F4 bindings", () => {
  it("F4 a watch.json that this installation did not write binds nothing", async () => {
    const { path, open, bindings } = await watchPlace();
    const file = path("victim.json");
    await writeFile(file, '{"secret":1}');
    const store = await open();
    await store.set("evil", true);
    const old = { file, rule: { kind: "every" }, content: null, revision: 0 };
    await writeFile(path("store", "watch.json"), JSON.stringify(old));
    expect(await FileWatch.resume(store, bindings)).toBeNull();
    expect(await claimedFile(path("store"))).toBe(file);
    expect(await store.load()).toEqual({ evil: true });
    expect(await readFile(file, "utf8")).toBe('{"secret":1}');
  });

  it("F4 a store is bound again where it was bound, and only there", async () => {
    const { path, open, bindings, file } = await bound();
    await cp(path("store"), path("copy"), { recursive: true });
    const copy = await open("copy");
    expect(await FileWatch.resume(copy, bindings)).toBeNull();
    await copy.close();

    const store = await open();
    const watch = await FileWatch.resume(store, bindings);
    expect(watch?.status).toMatchObject({ path: file, state: { kind: "inStep" } });
    await watch?.close();
    await store.close();

    await rename(path("store"), path("moved"));
    expect(await FileWatch.resume(await open("moved"), bindings)).toBeNull();
    await rename(path("copy"), path("store"));
    expect(await FileWatch.resume(await open(), bindings)).toBeNull();
  });

  const AGREED = { hash: null, revision: 1 };
  it.each<[string, (record: Record<string, object>) => unknown]>([
    ["cut short", () => undefined],
    ["without a binding", ({ store }) => ({ store, binding: {} })],
    ...[
      { file: 5 },
      { file: "relative.json" },
      { file: "/a\0b" },
      { isLink: "no" },
      { rule: { kind: "always" } },
      { agreed: null },
      { agreed: { hash: null, revision: -1 } },
      { access: { mode: "x" } },
      { writing: { hash: 5 } },
      { writing: { ...AGREED, hash: "", temporary: "/etc/passwd" } },
      { replaced: 5 },
      { replaced: [{ path: "/etc/passwd", agreed: AGREED }] },
    ].map((wrong): [string, (record: Record<string, object>) => unknown] => [
      JSON.stringify(wrong),
      ({ store, binding }) => ({ store, binding: { ...binding, ...wrong } }),
    ]),
  ])("F4 a damaged note of a binding, %s, binds nothing", async (_, damage) => {
    const { path, open, bindings } = await bound();
    const { readdir } = await import("node:fs/promises");
    for (const name of await readdir(path("bindings"))) {
      if (!name.endsWith(".json")) continue;
      const note = path("bindings", name);
      const damaged = damage(JSON.parse(await readFile(note, "utf8")) as Record<string, object>);
      await writeFile(note, JSON.stringify(damaged) ?? '{"store":');
    }
    expect(await FileWatch.resume(await open(), bindings)).toBeNull();
  });

  it.each([
    ["cut short", '{"file":'],
    ["of another kind", '"/etc/passwd"'],
    ["null", "null"],
    ["with a relative path", '{"file":"../victim.json"}'],
    ["with a path that is no text", '{"file":{}}'],
    ["with a path of a megabyte", JSON.stringify({ file: `/${"x".repeat(1 << 20)}` })],
    ["with a NUL", JSON.stringify({ file: "/tmp/x\0y" })],
    ["of random bytes", Buffer.from([0xff, 0xfe, 0, 1, 2])],
  ])("F4 a watch.json %s claims nothing", async (_, content) => {
    const { path } = await watchPlace();
    await mkdir(path("folder"));
    await writeFile(path("folder", "watch.json"), content);
    expect(await claimedFile(path("folder"))).toBeNull();
  });

  it.runIf(isPosix)(
    "F4 a file that turns into a link and back while it is bound is read through the link only where it is bound as one",
    async () => {
      const { path, open, bindings } = await watchPlace();
      const [file, secret] = [path("config.json"), path("secret.json")];
      await writeFile(secret, '{"secret":1}');
      await writeFile(file, '{"ours":1}');
      const flipping = spawn(process.execPath, ["-e", TURN_AGAIN_AND_AGAIN, file, secret], {
        stdio: "ignore",
      });
      onTestFinished(() => void flipping.kill("SIGKILL"));
      const store = await open();
      let bound = 0;
      // On a busy machine a round takes seconds, because the file is never the same twice.
      const until = performance.now() + 15_000;
      for (let round = 0; round < 30 && (bound === 0 || performance.now() < until); round += 1) {
        const watch = await FileWatch.bind(store, bindings, file, NEVER, { patience: 0 }).catch(() => null);
        if (watch === null) continue;
        await watch.close();
        const binding = await (await bindings.of(store)).read();
        bound += 1;
        if (binding?.isLink === false) expect(await store.load()).toEqual({ ours: 1 });
      }
      expect(bound).toBeGreaterThan(0);
    },
  );

  it.runIf(isPosix)(
    "F4 a pipe, a link or a folder in the place of watch.json claims nothing and holds nothing up",
    async () => {
      const { path, open, bindings } = await watchPlace();
      const store = await open();
      const claim = path("store", "watch.json");
      await writeFile(path("elsewhere.json"), JSON.stringify({ file: path("victim.json") }));
      await symlink(path("elsewhere.json"), claim);
      expect(await claimedFile(path("store"))).toBeNull();
      await rm(claim);
      execFileSync("mkfifo", [claim]);
      expect(await claimedFile(path("store"))).toBeNull();
      await rm(claim);
      await mkdir(claim);
      expect(await claimedFile(path("store"))).toBeNull();
      await removeClaim(path("store"));
      expect(await FileWatch.resume(store, bindings)).toBeNull();
    },
  );

  it.runIf(isPosix)("F4 only a regular file can be bound", async () => {
    const { path, open, bindings } = await watchPlace();
    const store = await open();
    const bind = (file: string) => FileWatch.bind(store, bindings, file, NEVER);
    execFileSync("mkfifo", [path("pipe")]);
    await mkdir(path("folder"));
    const server = createServer().listen(path("socket"));
    onTestFinished(() => {
      server.close();
    });
    const refused = [
      [path("pipe"), "pipe is a pipe"],
      [path("folder"), "folder is a folder"],
      ["/dev/zero", "zero is a device"],
      [path("socket"), "socket is a socket"],
    ] as const;
    for (const [file, message] of refused) {
      await expect(bind(file)).rejects.toMatchObject({
        code: "STORAGE",
        message: expect.stringContaining(`${message}. Only a regular file can be watched.`),
      });
    }
    await expect(bind(path("missing.json"))).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(bind(path("store", "strata.db"))).rejects.toMatchObject({ code: "INVALID_OPTION" });
    await mkdir(path("store", "sub"));
    await writeFile(path("store", "sub", "x.json"), "{}");
    await expect(bind(path("store", "sub", "x.json"))).rejects.toMatchObject({ code: "INVALID_OPTION" });
    expect(await FileWatch.resume(store, bindings)).toBeNull();
  });

  it.runIf(isPosix)(
    "F4 a bound file that became a pipe holds nothing up, and is followed again when it is a file",
    async () => {
      const { open, bindings, file } = await bound();
      await rm(file);
      execFileSync("mkfifo", [file]);
      const store = await open();
      const watch = await FileWatch.resume(store, bindings);
      expect(watch?.status.state).toMatchObject({
        kind: "failed",
        message: expect.stringContaining("is a pipe"),
      });
      await store.set("b", 2);
      await rm(file);
      await writeFile(file, '{"a":5}');
      await soon(async () => expect(await store.load()).toEqual({ a: 5, b: 2 }));
      await soon(async () => expect(JSON.parse(await readFile(file, "utf8"))).toEqual({ a: 5, b: 2 }));
      await watch?.close();
    },
  );
});

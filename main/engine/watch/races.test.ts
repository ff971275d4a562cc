import { writeFileSync } from "node:fs";
import { chmod, chown, open as openFile, readdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import type { Key } from "../../../shared/model/index.ts";
import type { EnhancedPersistence } from "../index.ts";
import { type Exchange, ExchangeError, systemExchange } from "./exchange.ts";
import { FileWatch, type FileWatchOptions } from "./fileWatch.ts";
import { soon, watchPlace } from "./watch.fixture.ts";

const EVERY = { kind: "every" } as const;
const isRoot = process.getuid?.() === 0;
const BEFORE = '{"ours":0,"theirs":0}';

async function bound(options: FileWatchOptions = {}, text = BEFORE) {
  const place = await watchPlace();
  const file = place.path("config.json");
  await writeFile(file, text);
  const store = await place.open();
  const watch = await FileWatch.bind(store, place.bindings, file, EVERY, { patience: 400, ...options });
  const content = async () => JSON.parse(await readFile(file, "utf8"));
  const resume = (again: FileWatchOptions = {}) =>
    FileWatch.resume(store, place.bindings, { patience: 400, ...again });
  return { ...place, file, store, watch, content, resume };
}

/** Calls `act` at the moment in which the file is replaced, once. */
function inTheInstant(act: () => Promise<void> | void, exchange: Exchange = systemExchange): Exchange {
  let done = false;
  return async (one, other) => {
    if (!done) {
      done = true;
      await act();
    }
    return exchange(one, other);
  };
}

const withoutExchange: Exchange = async () => false;
const valuesOf = async (store: EnhancedPersistence, key: string) =>
  (await store.history(key as Key, { limit: 100 })).map(({ text }) => text);

describe("F16 races of a watched file", () => {
  const theirs = '{"ours":0,"theirs":7}';
  it.each<[string, (file: string) => Promise<void>, Exchange]>([
    ["in place", (file) => writeFile(file, theirs), systemExchange],
    ["in place, where names can't be exchanged", (file) => writeFile(file, theirs), withoutExchange],
    [
      "by a rename",
      async (file) => {
        await writeFile(`${file}.new`, theirs);
        await rename(`${file}.new`, file);
      },
      systemExchange,
    ],
  ])("F16 a change %s at the instant of ours becomes a revision of its own", async (_, change, exchange) => {
    if (exchange === systemExchange && process.platform !== "linux") return;
    const events: unknown[] = [];
    let file = "";
    const { store, watch, content, ...place } = await bound({
      exchange: inTheInstant(() => change(file), exchange),
      onEvent: (event) => events.push(event),
    });
    file = place.file;
    await store.set("ours", 5);
    await soon(async () => expect(await store.load()).toEqual({ ours: 5, theirs: 7 }));
    await soon(async () => expect(await content()).toEqual({ ours: 5, theirs: 7 }));
    await watch.close();
    expect(await valuesOf(store, "theirs")).toEqual(["7", "0"]);
    expect(events).toContainEqual(expect.objectContaining({ kind: "imported", collided: true }));
    expect(await readdir(place.path())).toEqual(["bindings", "config.json", "store"]);
  });

  it("F16 where both changed one key, the present is the file's value, and the store's is the version before", async () => {
    let file = "";
    const { store, watch, content, ...place } = await bound({
      exchange: inTheInstant(() => writeFile(file, '{"ours":9,"theirs":0}')),
    });
    file = place.file;
    await store.set("ours", 5);
    await soon(async () => expect(await store.load()).toEqual({ ours: 9, theirs: 0 }));
    await soon(async () => expect(await content()).toEqual({ ours: 9, theirs: 0 }));
    await watch.close();
    expect(await valuesOf(store, "ours")).toEqual(["9", "5", "0"]);
    const [record] = await store.revisions({ limit: 1 });
    expect(record?.detail).toBe("config.json, changed on disk while it was written");
  });

  it("F16 what a program writes to the file that it had open, after it was replaced, is not lost", async () => {
    const { store, watch, content, file } = await bound();
    const theirs = await openFile(file, "r+");
    await store.set("ours", 5);
    await soon(async () => expect(await content()).toEqual({ ours: 5, theirs: 0 }));
    await theirs.write('{"ours":0,"theirs":7}', 0);
    await theirs.close();
    await soon(async () => expect(await store.load()).toEqual({ ours: 5, theirs: 7 }));
    await watch.close();
  });

  it("F16 what is no JSON at the instant of ours is quarantined", async () => {
    let file = "";
    const { store, watch, path, ...place } = await bound({
      exchange: inTheInstant(() => writeFile(file, "precious")),
    });
    file = place.file;
    await store.set("ours", 5);
    await soon(async () => expect(await readdir(path("store", "rejected"))).toHaveLength(1));
    await watch.close();
    const [kept = ""] = await readdir(path("store", "rejected"));
    expect(await readFile(path("store", "rejected", kept), "utf8")).toBe("precious");
  });

  const STOP = new Error("A step fails.");
  const failures: [string, Exchange][] = [
    ["before the file is replaced", async () => Promise.reject(STOP)],
    [
      "after the file was replaced",
      async (one, other) => {
        await rename(other, `${one}.swap`);
        await rename(one, other);
        await rename(`${one}.swap`, one);
        throw STOP;
      },
    ],
  ];

  it.each(failures)(
    "F16 an end %s takes back no later change, and leaves nothing behind",
    async (_, fail) => {
      let end = () => {};
      const ended = new Promise<void>((resolve) => {
        end = resolve;
      });
      const { store, watch, content, path, resume } = await bound({
        // Like a process that is killed there: it does nothing more.
        exchange: (one, other) => {
          void watch.close().then(end);
          return fail(one, other);
        },
      });
      await store.set("ours", 5);
      await ended;
      await store.set("ours", 6);
      await store.set("other", 1);
      const again = await resume();
      await soon(async () => expect(await content()).toEqual({ ours: 6, theirs: 0, other: 1 }));
      await again?.close();
      expect(await store.load()).toEqual({ ours: 6, theirs: 0, other: 1 });
      expect(await readdir(path())).toEqual(["bindings", "config.json", "store"]);
    },
  );

  it.each(failures)("F16 a failure %s is tried again, and leaves nothing behind", async (_, fail) => {
    let failed = false;
    const { store, watch, content, path } = await bound({
      exchange: (one, other) => {
        if (failed) return withoutExchange(one, other);
        failed = true;
        return fail(one, other);
      },
    });
    await store.set("ours", 5);
    await soon(() => expect(failed).toBe(true));
    await store.set("ours", 6);
    await soon(async () => expect(await content()).toEqual({ ours: 6, theirs: 0 }));
    await watch.close();
    expect(await store.load()).toEqual({ ours: 6, theirs: 0 });
    expect(await valuesOf(store, "ours")).toEqual(["6", "5", "0"]);
    expect(await readdir(path())).toEqual(["bindings", "config.json", "store"]);
  });

  it("F16 an end while a change of the file is imported undoes no later change", async () => {
    const { store, watch, file, content, resume } = await bound();
    const write = store.write.bind(store);
    const ended = new Promise<void>((resolve) => {
      // The last action of this process: the revision is committed, and the record after it is not written.
      store.write = async (...args) => {
        await write(...args);
        void watch.close().then(resolve);
        throw STOP;
      };
    });
    await writeFile(file, '{"ours":0,"theirs":7}');
    await ended;
    store.write = write;
    await store.set("theirs", 8);
    const again = await resume();
    await soon(async () => expect(await content()).toEqual({ ours: 0, theirs: 8 }));
    await again?.close();
    expect(await store.get("theirs")).toBe(8);
  });

  it("F16 a change that was not written yet when watching ended is written when it goes on", async () => {
    const { store, watch, content, resume } = await bound();
    let last: FileWatch | null = watch;
    for (let round = 1; round <= 8; round += 1) {
      const written = store.set("ours", round);
      if (round % 2 === 0) await written;
      await last?.close();
      await written;
      last = await resume();
      await soon(async () => expect(await content()).toEqual({ ours: round, theirs: 0 }));
    }
    await last?.close();
    expect(await store.get("ours")).toBe(8);
  });

  it("F16 one process watches for a store; the next continues when it ends", async () => {
    const { store, watch, open, bindings, content, file } = await bound();
    const other = await open();
    const second = await FileWatch.resume(other, bindings, { patience: 400 });
    expect(second?.status.state).toEqual({ kind: "elsewhere" });
    await expect(second?.setRule({ kind: "never" })).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(second?.unbind()).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(FileWatch.bind(other, bindings, file, EVERY)).rejects.toMatchObject({ code: "CONFLICT" });
    await other.set("ours", 1);
    await soon(async () => expect(await content()).toEqual({ ours: 1, theirs: 0 }));
    await watch.close();
    await store.close();
    await soon(() => expect(second?.status.state).toEqual({ kind: "inStep" }));
    await other.set("ours", 2);
    await soon(async () => expect(await content()).toEqual({ ours: 2, theirs: 0 }));
    await second?.close();
  });

  it("F16 where the system reports no changes, they are found by the file's date, and that is said", async () => {
    const full = Object.assign(new Error("ENOSPC: System limit for number of file watchers reached"), {
      code: "ENOSPC",
    });
    const { store, watch, file, content } = await bound({ events: async () => Promise.reject(full) });
    expect(watch.status.polling).toContain("ENOSPC");
    await writeFile(file, '{"ours":0,"theirs":123}');
    await soon(async () => expect(await store.get("theirs")).toBe(123));
    await store.set("ours", 1);
    await soon(async () => expect(await content()).toEqual({ ours: 1, theirs: 123 }));
    await watch.close();
  });

  it("F16 watching goes on when the system's reports end in the middle", async () => {
    let fail = (_: unknown) => {};
    const { store, watch, file } = await bound({
      events: async (_path, { failed }) => {
        fail = failed;
        return async () => {};
      },
    });
    expect(watch.status.polling).toBeNull();
    fail(new Error("EMFILE"));
    expect(watch.status.polling).toBe("EMFILE");
    await writeFile(file, '{"ours":0,"theirs":123}');
    await soon(async () => expect(await store.get("theirs")).toBe(123));
    await watch.close();
  });
});

describe("F16 an emptied store", () => {
  it.each([
    ['{\n\t"a": 1,\n\t"b": 2\n}\n', ["a", "b"], "{}\n"],
    ["[1, 2]\n", ["$"], "[]\n"],
    ["17", ["$"], "{}"],
  ])("F16 of %j leaves the file, without entries, and goes on from there", async (text, keys, left) => {
    const { store, watch, file, content, resume } = await bound({}, text);
    for (const key of keys) await store.delete(key);
    await soon(async () => expect(await readFile(file, "utf8")).toBe(left));
    await watch.close();
    const again = await resume();
    expect(await store.load()).toEqual({});
    await store.set("new", 1);
    await soon(async () => expect(await content()).toEqual({ new: 1 }));
    await again?.close();
    expect(await store.load()).toEqual({ new: 1 });
  });

  it("F16 is what a file without members makes of it, and a deleted file is made again only for entries", async () => {
    const { store, watch, file, content } = await bound({}, "{ }");
    expect(await store.load()).toEqual({});
    expect(await readFile(file, "utf8")).toBe("{ }");
    await store.set("a", 1);
    await soon(async () => expect(await content()).toEqual({ a: 1 }));
    await watch.close();
  });
});

describe.runIf(process.platform !== "win32")("F16 owner and permissions of a watched file", () => {
  it.runIf(isRoot)("F16 owner, group and mode stay, also when the file was deleted meanwhile", async () => {
    const { store, watch, file, content } = await bound();
    await chown(file, 1000, 1001);
    await chmod(file, 0o640);
    await store.set("ours", 1);
    await soon(async () => expect(await content()).toEqual({ ours: 1, theirs: 0 }));
    const kept = async () => {
      const { uid, gid, mode } = await stat(file);
      expect({ uid, gid, mode: (mode & 0o777).toString(8) }).toEqual({ uid: 1000, gid: 1001, mode: "640" });
    };
    await kept();
    await watch.settled();
    await (await import("node:fs/promises")).rm(file);
    await soon(async () => expect(await store.load()).toEqual({}));
    await watch.settled();
    await store.set("ours", 2);
    await soon(async () => expect(await content()).toEqual({ ours: 2 }));
    await kept();
    await watch.close();
  });

  it("F16 a write-protected file stays as it is, with what to do, and is written once it may be", async () => {
    const { store, watch, file, content } = await bound();
    await chmod(file, 0o444);
    await store.set("ours", 1);
    await soon(() =>
      expect(watch.status.state).toMatchObject({
        kind: "failed",
        message: expect.stringMatching(/config\.json: it is write-protected \(mode 444\).*chmod u\+w/),
      }),
    );
    expect(await content()).toEqual({ ours: 0, theirs: 0 });
    await chmod(file, 0o644);
    await soon(async () => expect(await content()).toEqual({ ours: 1, theirs: 0 }));
    await watch.close();
  });

  it("F16 a file that can't be replaced, as one mounted by itself, is written in place", async () => {
    const EBUSY = 16;
    const { store, watch, file, content, path } = await bound({
      exchange: () => Promise.reject(new ExchangeError(EBUSY)),
    });
    const { ino } = await stat(file);
    await store.set("ours", "a longer value than before");
    await soon(async () =>
      expect(await content()).toEqual({ ours: "a longer value than before", theirs: 0 }),
    );
    await store.set("ours", 1);
    await soon(async () => expect(await content()).toEqual({ ours: 1, theirs: 0 }));
    await watch.close();
    expect((await stat(file)).ino).toBe(ino);
    expect((await readdir(path("bindings"))).filter((name) => name.endsWith(".journal"))).toEqual([]);
    expect(await readdir(path())).toEqual(["bindings", "config.json", "store"]);
  });

  it("F16 a write in place that was cut short is completed; what another program made of the file is kept", async () => {
    const { completeInPlace } = await import("./safeWrite.ts");
    const { path } = await watchPlace();
    const before = JSON.stringify({ a: "x".repeat(2000) });
    const after = JSON.stringify({ a: "y".repeat(1500), b: "z".repeat(900) });
    const base64 = (text: string) => Buffer.from(text).toString("base64");
    const cut = async (there: string) => {
      writeFileSync(path("file"), there);
      writeFileSync(path("journal"), JSON.stringify({ old: base64(before), new: base64(after) }));
      await completeInPlace(path("file"), path("journal"));
      expect(await readdir(path())).not.toContain("journal");
      return readFile(path("file"), "utf8");
    };
    expect(await cut(after.slice(0, 1024) + before.slice(1024))).toBe(after);
    expect(await cut(after.slice(0, 512) + before.slice(512, 1536) + after.slice(1536))).toBe(after);
    expect(await cut(before)).toBe(before);
    expect(await cut(after)).toBe(after);
    expect(await cut('{"a":"theirs"}')).toBe('{"a":"theirs"}');
  });
});

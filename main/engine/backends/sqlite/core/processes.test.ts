import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import type { StoreChange } from "../../../../../shared/model/index.ts";
import { freshDirectory, openStore } from "../../../stores.fixture.ts";

const WRITER = fileURLToPath(new URL("writer.fixture.ts", import.meta.url));

interface Writer {
  readonly child: ChildProcess;
  readonly lines: string[];
  readonly ended: Promise<unknown>;
}

function start(directory: string, job: string, name = ""): Writer {
  const child = spawn(process.execPath, [WRITER, directory, job, name], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => lines.push(line));
  onTestFinished(() => void child.kill("SIGKILL"));
  return { child, lines, ended: once(child, "close") };
}

describe("more than one process", () => {
  it("W4 what was acknowledged survives kill -9, what was not is wholly there or wholly absent", async () => {
    const directory = await freshDirectory();
    let last = 0;
    for (const after of [3, 20, 60]) {
      const writer = start(directory, "pairs");
      await expect.poll(() => writer.lines.length, { timeout: 30_000, interval: 1 }).toBeGreaterThan(after);
      writer.child.kill("SIGKILL");
      await writer.ended;
      const acknowledged = Number(writer.lines.at(-1));
      const store = await openStore({ basePath: directory });
      const { left, right, padding } = (await store.load()) as Record<string, number> & { padding?: string };
      expect(left).toBe(right);
      expect(padding).toHaveLength((left as number) % 5000);
      expect([acknowledged, acknowledged + 1]).toContain(left);
      const { revision } = await store.status();
      expect(revision).toBeGreaterThan(last);
      expect(await store.verify()).toMatchObject({ ok: true, lost: null });
      last = revision;
      await store.close();
    }
  });

  it("W6 two processes lose nothing of each other's", async () => {
    const directory = await freshDirectory();
    const store = await openStore({ basePath: directory });
    const writers = [start(directory, "count", "a"), start(directory, "count", "b")];
    let n = 0;
    for (let over = false; !over; n += 1) {
      await store.set("shared", n);
      expect(await store.get("shared")).toBe(n);
      over = writers.every(({ lines }) => lines.includes("done"));
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    for (const name of ["a", "b"]) {
      expect(await store.get(name)).toBe(200);
      for (let i = 1; i <= 200; i += 1) expect(await store.get(`${name}${i}`)).toBe(i);
    }
    const { revision } = await store.status();
    expect(revision).toBe(800 + n);
    expect((await store.verify()).ok).toBe(true);
  });

  it("W6 each sees the other's commits on its next call, through every cache, and is notified of them", async () => {
    for (const cacheStrategy of ["none", "memory", "persistent", "tiered"] as const) {
      const directory = await freshDirectory();
      const [one, two] = [
        await openStore({ basePath: directory, cacheStrategy }),
        await openStore({ basePath: directory, cacheStrategy }),
      ];
      const changes: StoreChange[] = [];
      two.onChange((change) => changes.push(change));
      for (let n = 0; n < 5; n += 1) {
        await one.set("k", { n });
        expect(await two.get("k")).toEqual({ n });
        expect(await two.load()).toEqual({ k: { n } });
        await two.set("k", { back: n });
        expect(await one.get("k")).toEqual({ back: n });
      }
      const version = await one.createSnapshot("from one");
      expect((await two.findSnapshot(version))?.tags).toEqual(["from one"]);
      await one.clear();
      expect(await two.get("k", "gone")).toBe("gone");
      await expect
        .poll(() => changes.some(({ revision, keys }) => revision === 10 && keys?.includes("k")))
        .toBe(true);
      await two.undo();
      expect(await one.get("k")).toEqual({ back: 4 });
      await one.close();
      await two.close();
    }
  });

  it("W6 a change of another process is reported without a call", async () => {
    const directory = await freshDirectory();
    const store = await openStore({ basePath: directory });
    const changes: StoreChange[] = [];
    const stop = store.onChange((change) => changes.push(change));
    const writer = start(directory, "set", "news");
    await writer.ended;
    await expect.poll(() => changes.flatMap(({ keys }) => keys ?? [])).toContain("news");
    stop();
    const before = changes.length;
    await store.set("more", 1);
    expect(changes).toHaveLength(before);
  });
});

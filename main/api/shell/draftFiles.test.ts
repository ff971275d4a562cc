import { spawnSync } from "node:child_process";
import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DraftFiles } from "./draftFiles.ts";
import { isRunning, thisProcess } from "./shellProcess.ts";

const PLACE = "/data/stores/Letters";
const ONE = "11111111-1111-4111-8111-111111111111";
const OTHER = "22222222-2222-4222-8222-222222222222";
const THIRD = "33333333-3333-4333-8333-333333333333";

let directory: string;
let reported: unknown[];
const report = (error: unknown) => reported.push(error);
const none: ReadonlySet<string> = new Set();

beforeEach(async () => {
  reported = [];
  directory = await mkdtemp(join(tmpdir(), "strata-drafts-"));
});
afterEach(() => rm(directory, { recursive: true }));

const files = () => new DraftFiles(directory, report);
const paths = async () => {
  const found = await readdir(join(directory, "drafts"), { recursive: true });
  return found.filter((name) => name.endsWith(".draft")).map((name) => join(directory, "drafts", name));
};

/** The id of a process that has ended. */
const endedPid = () => spawnSync(process.execPath, ["-e", ""]).pid;

/** As if another process had written the present drafts. */
async function handTo(process: { readonly pid: number; readonly bootedAt: number }): Promise<void> {
  for (const path of await paths()) {
    await rename(path, path.replace(/\.\d+\.\d+\.draft$/, `.${process.pid}.${process.bootedAt}.draft`));
  }
}

describe("F13 unsaved edits on disk", () => {
  it("are read as they were written, whatever the key and the text", async () => {
    const keys = [
      "a",
      "a.b",
      "../../evil",
      "line\nbreak",
      "\u2028",
      "Ä\u{1F680}",
      "\\",
      '"',
      "x".repeat(4096),
    ];
    const kept = files();
    for (const key of keys)
      await kept.write(PLACE, ONE, key, `{"of":${JSON.stringify(key)},\n"x":"\\ud800"}`);
    expect((await files().list(PLACE, ONE, none)).sort()).toEqual([...keys].sort());
    for (const key of keys) {
      expect(await files().read(PLACE, ONE, key)).toBe(`{"of":${JSON.stringify(key)},\n"x":"\\ud800"}`);
    }
    expect((await readdir(directory)).sort()).toEqual(["drafts"]);
    expect(reported).toEqual([]);
  });

  it.skipIf(process.platform === "win32")("F15 are for their owner alone", async () => {
    await files().write(PLACE, ONE, "a", "1");
    const [path = ""] = await paths();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(path, ".."))).mode & 0o777).toBe(0o700);
    expect((await stat(join(path, "../.."))).mode & 0o777).toBe(0o700);
  });

  it("belong to a store and a window, and go when they are removed", async () => {
    const kept = files();
    await kept.write(PLACE, ONE, "a", "1");
    await kept.write(`${PLACE} 2`, ONE, "a", "2");
    await kept.write(PLACE, OTHER, "a", "3");
    const open = new Set([OTHER]);
    expect(await kept.list(PLACE, ONE, open)).toEqual(["a"]);
    expect(await kept.read(PLACE, ONE, "a")).toBe("1");
    await kept.remove(PLACE, ONE, "a");
    expect(await kept.read(PLACE, ONE, "a")).toBeNull();
    expect(await kept.list(PLACE, ONE, open)).toEqual([]);
    expect(await kept.read(PLACE, OTHER, "a")).toBe("3");
    expect(await kept.read(`${PLACE} 2`, ONE, "a")).toBe("2");
  });

  it("of a window that was closed become those of the next, the latest for each key, its own first", async () => {
    const kept = files();
    await kept.write(PLACE, OTHER, "a", "older");
    await kept.write(PLACE, OTHER, "b", "theirs");
    for (const path of await paths()) await utimes(path, 1, 1);
    await kept.write(PLACE, THIRD, "a", "newer");
    await kept.write(PLACE, ONE, "b", "own");
    expect((await kept.list(PLACE, ONE, none)).sort()).toEqual(["a", "b"]);
    expect(await kept.read(PLACE, ONE, "a")).toBe("newer");
    expect(await kept.read(PLACE, ONE, "b")).toBe("own");
    // Nothing is lost: a draft for which this window already has one is listed the next time.
    expect(await paths()).toHaveLength(4);
    await kept.remove(PLACE, ONE, "a");
    await kept.list(PLACE, ONE, none);
    expect(await kept.read(PLACE, ONE, "a")).toBe("older");
  });

  it("of a process that ended are taken up, those of one that runs are not", async () => {
    await files().write(PLACE, OTHER, "a", "1");
    await handTo({ pid: process.ppid, bootedAt: thisProcess.bootedAt });
    expect(await files().list(PLACE, ONE, none)).toEqual([]);
    await handTo({ pid: endedPid(), bootedAt: thisProcess.bootedAt });
    expect(await files().list(PLACE, ONE, none)).toEqual(["a"]);
    // The same window name in another process.
    await handTo({ pid: endedPid(), bootedAt: thisProcess.bootedAt });
    expect(await files().list(PLACE, ONE, none)).toEqual(["a"]);
    expect(await files().read(PLACE, ONE, "a")).toBe("1");
  });

  it("of before the machine was started again are taken up, though another process has that id now", async () => {
    await files().write(PLACE, OTHER, "a", "1");
    await handTo({ pid: process.ppid, bootedAt: thisProcess.bootedAt - 3600 });
    expect(await files().list(PLACE, ONE, none)).toEqual(["a"]);
  });

  it("that are damaged are left alone and reported, and keep nothing else back", async () => {
    const kept = files();
    await kept.write(PLACE, ONE, "a", "1");
    await kept.write(PLACE, ONE, "b", "2");
    const [path = ""] = await paths();
    await writeFile(path, "\u0000\u0001");
    expect(await kept.list(PLACE, ONE, none)).toHaveLength(1);
    expect(reported).toHaveLength(1);
    expect(await readFile(path, "utf8")).toBe("\u0000\u0001");
  });

  it.skipIf(process.platform === "win32")(
    "are no links, pipes and folders in their place: nothing is followed and nothing waited for",
    async () => {
      const kept = files();
      for (const key of ["link", "pipe", "folder", "a"]) await kept.write(PLACE, ONE, key, key);
      const secret = join(directory, "secret");
      await writeFile(secret, '"link"\nsecret');
      for (const path of await paths()) {
        const key = JSON.parse((await readFile(path, "utf8")).split("\n", 1)[0] ?? "");
        if (key === "a") continue;
        await rm(path);
        if (key === "link") await symlink(secret, path);
        else if (key === "folder") await mkdir(path);
        else spawnSync("mkfifo", [path]);
      }
      expect(await kept.list(PLACE, ONE, none)).toEqual(["a"]);
      expect(reported).toHaveLength(3);
      for (const key of ["link", "pipe", "folder"]) {
        await expect(kept.read(PLACE, ONE, key)).rejects.toMatchObject({ data: { code: "STORAGE" } });
      }
      // An edit replaces a link, and does not touch the link's target.
      await kept.write(PLACE, ONE, "link", "new");
      expect(await kept.read(PLACE, ONE, "link")).toBe("new");
      expect(await readFile(secret, "utf8")).toBe('"link"\nsecret');
    },
  );

  it("that can't be written say what the system refused, and what to do", async () => {
    await writeFile(join(directory, "drafts"), "a file");
    const kept = files();
    await expect(kept.write(PLACE, ONE, "a", "1")).rejects.toMatchObject({
      data: {
        code: "STORAGE",
        key: "a",
        message: expect.stringMatching(/kept only in this window: .*\. It can still be saved\.$/),
      },
    });
    await expect(kept.write(PLACE, ONE, "a", "1")).rejects.not.toThrow(directory);
    await rm(join(directory, "drafts"));
    await kept.write(PLACE, ONE, "a", "2");
    expect(await kept.list(PLACE, ONE, none)).toEqual(["a"]);
  });

  it("are replaced whole, and leave nothing else behind", async () => {
    const kept = files();
    for (let round = 0; round < 20; round++) await kept.write(PLACE, ONE, "a", "x".repeat(round * 1000));
    const [path = ""] = await paths();
    expect(await readdir(join(path, ".."))).toHaveLength(1);
    expect(await kept.read(PLACE, ONE, "a")).toHaveLength(19_000);
  });

  it("are bounded in all, which is said, and room comes back when some go", async () => {
    const kept = new DraftFiles(directory, report, 10_000);
    await kept.write(PLACE, ONE, "a", "x".repeat(6000));
    await kept.write(PLACE, ONE, "a", "x".repeat(8000));
    await expect(kept.write(PLACE, ONE, "b", "x".repeat(4000))).rejects.toThrow(
      "all unsaved edits together may take",
    );
    expect(await kept.read(PLACE, ONE, "a")).toHaveLength(8000);
    // The next process counts again.
    await expect(
      new DraftFiles(directory, report, 10_000).write(PLACE, ONE, "b", "x".repeat(4000)),
    ).rejects.toThrow();
    await kept.remove(PLACE, ONE, "a");
    await kept.write(PLACE, ONE, "b", "x".repeat(4000));
  });
});

it("a process that only waits to be reaped has ended", () => {
  expect(isRunning(thisProcess)).toBe(true);
  expect(isRunning({ pid: endedPid(), bootedAt: thisProcess.bootedAt })).toBe(false);
});

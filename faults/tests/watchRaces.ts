import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import {
  createEnhancedPersistence,
  type EnhancedPersistence,
  type Exchange,
  FileWatch,
  type FileWatchOptions,
  WatchBindings,
  type WatchEvent,
} from "../../main/engine/index.ts";
import type { JsonText, Key } from "../../shared/model/index.ts";
import { Child } from "../child.ts";
import { inDirectory } from "../directories.ts";
import { editFile, WAYS, type Way } from "../load/outsider.ts";
import { Random } from "../random.ts";
import { type FaultTest, type Outcome, type Scale, Tally } from "../report.ts";

const WATCHER = join(import.meta.dirname, "../load/watcher.ts");

/** Milliseconds within which another program saves the file, before or after the store writes it. */
const WINDOW = 15;
/** Milliseconds that store and file may take to agree. */
const AGREE = 15_000;
const NEVER = { kind: "never" } as const;

/** Store and file change in the same instant, from several processes, with kills (rule F16). */
export const watchRaces: FaultTest = { name: "races of a watched file", run };

interface Place {
  readonly basePath: string;
  readonly bindings: string;
  readonly file: string;
}

async function run({ quick, seed }: Scale): Promise<Outcome> {
  const random = new Random(seed);
  const failures: string[] = [];
  const tally = new Tally();
  const [rounds, shared, kills] = quick ? [40, 2, 4] : [3000, 40, 300];
  const inBoth = async (what: string, race: (place: Place) => Promise<string[]>) => {
    failures.push(...(await inBoundStore(race)).map((failure) => `${what}: ${failure}`));
  };
  await inBoth("collisions", (place) => collide(place, undefined, WAYS, rounds, random, tally));
  // Where names can't be exchanged, another program's rename in the very same microseconds is not noticed.
  const withoutExchange = async () => false;
  await inBoth("collisions by link", (place) =>
    collide(place, withoutExchange, ["inPlace"], quick ? 10 : rounds / 3, random, tally),
  );
  for (let i = 0; i < shared; i += 1) {
    await inBoth(`several processes, ${i}`, (place) => together(place, quick ? 1500 : 3000, random, tally));
  }
  await inBoth("kills", (place) => killAgain(place, kills, random, tally));
  return {
    tried: `${rounds} changes of a file within ${WINDOW} ms of one in the store, and ${quick ? 10 : rounds / 3} where names can't be exchanged; ${shared} times three processes with the store open; ${kills} kills`,
    survived: `all of them: ${tally}`,
    failures,
  };
}

/** A store that is bound to a file, in a fresh directory. */
function inBoundStore(race: (place: Place) => Promise<string[]>): Promise<string[]> {
  return inDirectory(async (directory) => {
    const folder = join(directory, "file");
    const place = {
      basePath: join(directory, "store"),
      bindings: join(directory, "bindings"),
      file: join(folder, "config.json"),
    };
    await mkdir(folder);
    await writeFile(place.file, JSON.stringify({ ours: 0, theirs: 0 }));
    await withStore(place, async (store) => {
      const watch = await FileWatch.bind(store, new WatchBindings(place.bindings), place.file, NEVER);
      await watch.close();
    });
    const wrong = await race(place);
    const left = (await readdir(folder)).filter((name) => name.startsWith("."));
    return left.length === 0 ? wrong : [...wrong, `files were left beside the watched one: ${left}`];
  });
}

async function withStore<Result>(
  { basePath }: Place,
  use: (store: EnhancedPersistence) => Promise<Result>,
): Promise<Result> {
  const store = await createEnhancedPersistence({ basePath, maxSnapshots: 0, durability: "normal" });
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

async function withWatch<Result>(
  place: Place,
  options: FileWatchOptions,
  use: (store: EnhancedPersistence, watch: FileWatch) => Promise<Result>,
): Promise<Result> {
  return withStore(place, async (store) => {
    const bindings = new WatchBindings(place.bindings);
    const watch = await FileWatch.resume(store, bindings, { patience: 400, ...options });
    if (watch === null) throw new Error("The store is not bound any more.");
    try {
      return await use(store, watch);
    } finally {
      await watch.close();
    }
  });
}

/** Each side changes in the same instant: every value of both is in the history, and the two agree again. */
async function collide(
  place: Place,
  exchange: Exchange | undefined,
  ways: readonly Way[],
  rounds: number,
  random: Random,
  tally: Tally,
): Promise<string[]> {
  const wrong: string[] = [];
  const onEvent = (event: WatchEvent) => {
    if (event.kind === "imported" && event.collided) tally.add("in the very moment of a write");
  };
  await withWatch(place, { onEvent, ...(exchange && { exchange }) }, async (store) => {
    for (let round = 1; round <= rounds; round += 1) {
      const way = random.pick(ways);
      const ours = sleep(random.next() * WINDOW).then(() => store.set("ours", round));
      await sleep(random.next() * WINDOW);
      const saved = await editFile(place.file, "theirs", round, way);
      await ours;
      if (saved && !(await until(async () => (await store.get("theirs")) === round))) {
        wrong.push(`round ${round}, ${way}: the file's change is lost`);
      }
      if (!(await until(() => agree(place, store)))) wrong.push(`round ${round}, ${way}: they do not agree`);
      if (saved) tally.add(`changes ${way}`);
      if (wrong.length > 5) break;
    }
    const known = new Set((await store.history("ours" as Key, { limit: 100_000 })).map(({ text }) => text));
    for (let round = 1; round <= rounds && wrong.length === 0; round += 1) {
      if (!known.has(String(round) as JsonText)) wrong.push(`round ${round}: the store's change is lost`);
    }
  });
  return wrong;
}

/** Three processes write to one bound store: none undoes an acknowledged write of another. */
async function together(place: Place, milliseconds: number, random: Random, tally: Tally): Promise<string[]> {
  const names = ["ann", "bob"];
  const children = names.map((name) => new Child([WATCHER, place.basePath, place.bindings, name, "0"]));
  return withWatch(place, {}, async (store) => {
    for (const child of children) await child.saw("ready");
    const end = performance.now() + milliseconds;
    let ours = 0;
    while (performance.now() < end) {
      ours += 1;
      await store.set("ours", ours);
      await sleep(random.next() * 20);
    }
    for (const child of children) child.process.stdin?.end();
    const ended = await Promise.all(children.map((child) => child.ended));
    const wrong = ended.filter(({ code }) => code !== 0).map(({ errors }) => `one ended early: ${errors}`);
    if (!(await until(() => agree(place, store)))) wrong.push("store and file do not agree in the end");
    const last = new Map([["ours", ours]]);
    for (const [index, { lines }] of ended.entries()) last.set(names[index] ?? "", Number(lines.at(-1)));
    for (const [key, value] of last) {
      tally.add("acknowledged writes of several processes", value);
      const found = await store.get(key);
      if (found !== value) wrong.push(`${key} is ${found}, and ${value} was acknowledged`);
    }
    return wrong;
  });
}

/** The process that watches is killed at any moment; both sides go on without it, and nothing of that is taken back. */
async function killAgain(place: Place, kills: number, random: Random, tally: Tally): Promise<string[]> {
  const wrong: string[] = [];
  let [ours, alone, theirs] = [0, 0, 0];
  for (let round = 1; round <= kills && wrong.length === 0; round += 1) {
    const child = new Child([WATCHER, place.basePath, place.bindings, "ours", String(ours)]);
    if (!(await child.saw("ready"))) return [`kill ${round}: it did not start: ${child.errors}`];
    await sleep(random.next() * 120);
    if (random.next() < 0.5 && (await editFile(place.file, "theirs", theirs + 1, random.pick(WAYS))))
      theirs += 1;
    await sleep(random.next() * 20);
    child.kill();
    const { lines } = await child.ended;
    ours = Math.max(ours, Number(lines.at(-1)) || 0);
    tally.add("kills");
    // What each side says while no process watches.
    const after = random.next() < 0.5;
    if (after) {
      alone += 1;
      await withStore(place, (store) => store.set("alone", alone));
    }
    if (random.next() < 0.3 && (await editFile(place.file, "theirs", theirs + 1, "renamed"))) theirs += 1;
    await withWatch(place, {}, async (store) => {
      const known = async () =>
        new Set((await store.history("theirs" as Key, { limit: 10_000 })).map(({ text }) => text));
      if (theirs > 0 && !(await until(async () => (await known()).has(String(theirs) as JsonText)))) {
        wrong.push(`kill ${round}: the file's change ${theirs} is lost`);
      }
      if (!(await until(() => agree(place, store)))) wrong.push(`kill ${round}: they do not agree`);
      if (after && (await store.get("alone")) !== alone)
        wrong.push(`kill ${round}: a change after it was taken back`);
      const [found, versions] = [
        await store.get("ours"),
        await store.history("ours" as Key, { limit: 10_000 }),
      ];
      if (!versions.some(({ text }) => Number(text) >= ours) && ours > 0) {
        wrong.push(`kill ${round}: ours is ${found}, and ${ours} was acknowledged`);
      }
    });
  }
  return wrong;
}

async function agree({ file }: Place, store: EnhancedPersistence): Promise<boolean> {
  try {
    return isDeepStrictEqual(JSON.parse(await readFile(file, "utf8")), { ...(await store.load()) });
  } catch {
    return false;
  }
}

async function until(isSo: () => Promise<boolean>): Promise<boolean> {
  const end = performance.now() + AGREE;
  while (performance.now() < end) {
    if (await isSo()) return true;
    await sleep(5);
  }
  return false;
}

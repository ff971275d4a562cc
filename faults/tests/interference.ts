import { mkdirSync, renameSync, rmSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { createEnhancedPersistence } from "../../main/engine/index.ts";
import type { JsonText, Key } from "../../shared/model/index.ts";
import { Child } from "../child.ts";
import { copyDirectory, inDirectory } from "../directories.ts";
import { Random } from "../random.ts";
import { type FaultTest, type Outcome, type Scale, Tally } from "../report.ts";
import { canTrace } from "../strace.ts";

const OPENER = join(import.meta.dirname, "../load/opener.ts");
const WALKER = join(import.meta.dirname, "../load/walker.ts");

const NAMES = ["ann", "bob", "cem", "dee"];

/** Makes hard links fail, as they do on FAT and some network drives. */
const WITHOUT_LINKS =
  "strace -f -qq -o /dev/null -e trace=link,linkat -e inject=link,linkat:error=EPERM".split(" ");

/** What other processes and people do to a store's files while it is open, or being made (rules I2, I6, W6). */
export const interference: FaultTest = { name: "interference", run };

async function run({ quick, seed }: Scale): Promise<Outcome> {
  const failures: string[] = [];
  const rounds = quick ? 3 : 300;
  const openings = [await openTogether([], rounds)];
  if (canTrace()) openings.push(await openTogether(WITHOUT_LINKS, rounds));
  failures.push(...openings.flat());
  const tally = new Tally();
  const random = new Random(seed);
  const deeds = quick
    ? Object.entries(DEEDS).filter((_, i) => (i + seed) % 2 === 0)
    : Object.entries(DEEDS).flatMap((deed) => Array.from({ length: 20 }, () => deed));
  for (const [name, act] of deeds) {
    const wrong = await underReader((basePath) => act(basePath, random), random.below(200));
    if (wrong === undefined) tally.add(`${name} and said so`);
    else failures.push(`seed ${seed}, ${name}: ${wrong}`);
  }
  const without = openings.length > 1 ? ", and as often where there are no hard links" : "";
  return {
    tried:
      `${NAMES.length} processes opened and wrote to a fresh folder at once, ${rounds} times${without}; ` +
      `${deeds.length} stores were cut short, removed or replaced under a process that reads and writes them`,
    survived: `every write that was acknowledged in a fresh folder; ${tally}`,
    failures,
  };
}

/** What went wrong when several processes opened fresh folders at the same instant. */
function openTogether(wrapper: readonly string[], rounds: number): Promise<string[]> {
  return inDirectory(async (directory) => {
    const wrong: string[] = [];
    const node = wrapper.length === 0 ? [] : [...wrapper, process.execPath];
    const children = NAMES.map((name) => new Child([...node, OPENER, name]));
    try {
      for (const child of children) {
        if (!(await child.saw("ready"))) return [`an opener did not start: ${child.errors}`];
      }
      for (let round = 0; round < rounds; round += 1) {
        const basePath = join(directory, `${round}`, "store");
        for (const child of children) child.say(basePath);
        const said = await Promise.all(children.map((child) => answer(child, basePath)));
        wrong.push(...said.filter((line) => !line.startsWith("ack ")), ...(await wrongIn(basePath)));
      }
    } finally {
      for (const child of children) child.kill();
    }
    return wrong;
  });
}

/** What a process says about a path that it was given. */
async function answer(child: Child, path: string): Promise<string> {
  const deadline = performance.now() + 60_000;
  while (performance.now() < deadline) {
    const said = child.lines.find((line) => line.split(" ")[1] === path);
    if (said !== undefined) return said;
    await child.more(1000);
  }
  return `no answer about ${path}: ${child.errors}`;
}

async function wrongIn(basePath: string): Promise<string[]> {
  const wrong: string[] = [];
  const store = await createEnhancedPersistence({ basePath });
  const state = Object.keys(await store.load()).sort();
  if (state.join() !== NAMES.join()) wrong.push(`${basePath}: only ${state} are there`);
  const { error } = await store.verify();
  if (error !== null) wrong.push(error.message);
  await store.close();
  return wrong;
}

/** What somebody does to the files. */
const DEEDS: Readonly<Record<string, (basePath: string, random: Random) => void>> = {
  "cut short": (basePath, random) => {
    const file = join(basePath, "strata.db");
    // By half at least: what only the last pages held may be in the log as well, and then nothing is lost.
    truncateSync(file, random.below(statSync(file).size / 2));
  },
  emptied: (basePath) => truncateSync(join(basePath, "strata.db"), 0),
  removed: (basePath) => rmSync(basePath, { recursive: true }),
  moved: (basePath) => renameSync(basePath, `${basePath}-elsewhere`),
  "replaced by a copy": (basePath) => {
    copyDirectory(basePath, `${basePath}-copy`);
    for (const name of ["strata.db", "strata.db-wal"])
      renameSync(join(`${basePath}-copy`, name), join(basePath, name));
  },
};

/** What is wrong, in words, with how a process that works on a store takes what is done to it. */
function underReader(act: (basePath: string) => void, delay: number): Promise<string | undefined> {
  return inDirectory(async (directory) => {
    const basePath = join(directory, "store");
    await fill(basePath);
    const child = new Child([WALKER, basePath]);
    const timer = setTimeout(() => child.kill(), 60_000);
    try {
      if (!(await child.saw("ready"))) return `the walker did not start: ${child.errors}`;
      await new Promise((resolve) => setTimeout(resolve, delay));
      act(basePath);
      const { lines, code, signal, errors } = await child.ended;
      const said = lines.at(-1) ?? "";
      return /^found (?:STORAGE|DATA_INTEGRITY) /.test(said) && code === 0
        ? undefined
        : `${said} ${signal ?? code} ${errors.slice(0, 500)}`;
    } finally {
      clearTimeout(timer);
      child.kill();
    }
  });
}

/** A store of more pages than are read at once. */
async function fill(basePath: string): Promise<void> {
  mkdirSync(basePath);
  const store = await createEnhancedPersistence({ basePath });
  const text = JSON.stringify("x".repeat(5000)) as JsonText;
  await store.replace(
    (function* () {
      for (let i = 0; i < 800; i += 1) yield { key: `key ${i}` as Key, text };
    })(),
    { operation: "import" },
  );
  await store.close();
}

import { join } from "node:path";
import { createEnhancedPersistence } from "../../main/engine/index.ts";
import type { SnapshotVersion } from "../../shared/model/index.ts";
import { Child } from "../child.ts";
import { inDirectory } from "../directories.ts";
import type { FaultTest, Outcome, Scale } from "../report.ts";

const COLLEAGUE = join(import.meta.dirname, "../load/colleague.ts");

interface Write {
  readonly revision: number | null;
  readonly key: string;
  readonly text: string;
}

interface Snapshot {
  readonly snapshot: string;
  readonly revision: number;
}

/** Several processes write to one store at once (rule W6). */
export const processes: FaultTest = { name: "several processes", run };

async function run({ quick }: Scale): Promise<Outcome> {
  const failures: string[] = [];
  const survived: string[] = [];
  const seconds = quick ? 2 : 60;
  for (const count of [2, 4]) {
    const { writes, snapshots, wrong } = await writeTogether(count, seconds);
    failures.push(...wrong.map((what) => `${count} processes: ${what}`));
    survived.push(`${count} processes: ${writes} writes each there once, ${snapshots} snapshots exact`);
  }
  return {
    tried: `2 and 4 processes for ${seconds} s each, with snapshots and packs`,
    survived: survived.join("; "),
    failures,
  };
}

async function writeTogether(
  count: number,
  seconds: number,
): Promise<{ readonly writes: number; readonly snapshots: number; readonly wrong: readonly string[] }> {
  return inDirectory(async (directory) => {
    const basePath = join(directory, "store");
    const names = ["ann", "bob", "cem", "dee"].slice(0, count);
    const children = names.map((name) => new Child([COLLEAGUE, basePath, name, String(seconds)]));
    const ended = await Promise.all(children.map((child) => child.ended));
    const wrong = ended
      .filter(({ code }) => code !== 0)
      .map(({ errors }) => `one ended early: ${errors.slice(0, 1000)}`);
    const said = ended.flatMap(({ lines }) => lines.map((line) => JSON.parse(line) as Write | Snapshot));
    const snapshots = said.filter((one): one is Snapshot => "snapshot" in one);
    const writes = said.filter((one): one is Write => "key" in one && one.revision !== null);
    wrong.push(...(await compare(basePath, writes, snapshots)));
    return { writes: writes.length, snapshots: snapshots.length, wrong };
  });
}

async function compare(
  basePath: string,
  writes: readonly Write[],
  snapshots: readonly Snapshot[],
): Promise<string[]> {
  const wrong: string[] = [];
  const byRevision = new Map(writes.map((write) => [write.revision, write]));
  if (byRevision.size !== writes.length) wrong.push("two writes got the same revision");
  const store = await createEnhancedPersistence({ basePath, maxSnapshots: 0 });
  try {
    const { revision: newest } = await store.status();
    if (newest !== writes.length)
      wrong.push(`${writes.length} writes were acknowledged, ${newest} are there`);
    const state = new Map<string, string>();
    const due = new Map<number, Snapshot[]>();
    for (const one of snapshots) due.set(one.revision, [...(due.get(one.revision) ?? []), one]);
    for (let revision = 0; revision <= newest; revision += 1) {
      const write = byRevision.get(revision);
      if (write !== undefined) state.set(write.key, write.text);
      else if (revision > 0) wrong.push(`no process was notified of revision ${revision}`);
      for (const { snapshot: version } of due.get(revision) ?? []) {
        const at = { kind: "snapshot", version: version as SnapshotVersion } as const;
        if (!equal(await store.entries(at, {}, 100_000), state)) wrong.push(`snapshot ${version}`);
      }
    }
    if (!equal(await store.entries({ kind: "now" }, {}, 100_000), state)) wrong.push("the present");
    const { error } = await store.verify();
    if (error !== null) wrong.push(error.message);
  } finally {
    await store.close();
  }
  return wrong;
}

function equal(
  entries: readonly { readonly key: string; readonly text: string }[],
  state: ReadonlyMap<string, string>,
) {
  return entries.length === state.size && entries.every(({ key, text }) => state.get(key) === text);
}

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import type { Revision } from "../../../../../shared/model/index.ts";
import type { EnhancedPersistence } from "../../../persistence.ts";
import { freshDirectory, openStore, openWithCore } from "../../../stores.fixture.ts";

/** A closed store of nine revisions and two snapshots, the later one at the ninth. */
async function closedStore(): Promise<string> {
  const store = await openStore();
  await store.set("a", 1);
  await store.set("a", 2);
  await store.snapshot({ tags: ["first"] });
  await store.save({ a: 3, b: 1, c: 1 });
  await store.set("d", 1);
  await store.set("d", 2);
  await store.delete("d");
  await store.save({ a: 4, b: 2, c: 2 });
  await store.clear();
  await store.set("e", 1);
  await store.snapshot({ tags: ["second", "other"] });
  await store.close();
  return store.path as string;
}

async function verifyAfter(sql: string) {
  const path = await closedStore();
  const database = new Database(join(path, "strata.db"));
  database.exec(sql);
  database.close();
  const store = await openStore({ basePath: path });
  const report = await store.verify();
  await store.close();
  return report;
}

/** Everything readable in a store, revision by revision. */
async function sightOf(store: EnhancedPersistence): Promise<string> {
  const states: unknown[] = [];
  for (let { revision } = await store.status(); revision >= 0; revision = (revision - 1) as Revision) {
    states.push(await store.entries({ kind: "revision", revision }, {}, 100).catch(() => "not kept"));
  }
  return JSON.stringify(states);
}

describe("consistency", () => {
  it.each([
    [
      "a superseded value between two snapshots",
      "DELETE FROM history WHERE key = 'd'",
      ["revision 4", "revision 5", "revision 6"],
    ],
    ["one of several", "DELETE FROM history WHERE key = 'd' AND until = 5", ["revision 4", "revision 5"]],
    [
      "a checksum of the log",
      "UPDATE revision SET checksum = zeroblob(32) WHERE id = 4",
      ["revision 4", "revision 5"],
    ],
    [
      "half a checksum",
      "UPDATE revision SET checksum = zeroblob(16) WHERE id = 4",
      ["revision 4", "revision 5"],
    ],
  ])(
    "I7 verify names the revisions that did something else than the values say: %s",
    async (_, sql, states) => {
      expect(await verifyAfter(sql)).toMatchObject({ ok: false, states, contradictions: [] });
    },
  );

  it.each([
    ["UPDATE revision SET author = 77 WHERE id = 4", "revision 4 names an author that is not there"],
    ["DELETE FROM revision WHERE id = 4", "revision 4 is missing"],
    ["DELETE FROM revision WHERE id IN (5, 6)", "revisions 5 to 6 are missing"],
    ["DELETE FROM revision WHERE id < 3", "revisions 1 to 2 are missing"],
    ["INSERT INTO meta VALUES ('noted_at', 10)", "something was noted at revision 10, which is not there"],
    ["DELETE FROM snapshot_tag WHERE tag = 'other'", /the tag other of v\S+ is not in the index of tags/],
    ["INSERT INTO snapshot_tag VALUES ('more', 1)", "the tag more is on a snapshot that does not have it"],
    ["INSERT INTO snapshot_tag VALUES ('more', 9)", "the tag more is on a snapshot that does not have it"],
    ["UPDATE snapshot SET revision = 10 WHERE sequence = 2", /v\S+ is not what the log says of revision 10/],
    ["UPDATE snapshot SET entry_count = 7 WHERE sequence = 2", /v\S+ is not what the log says of revision 9/],
    ["UPDATE revision SET size_bytes = 7 WHERE id = 2", /v\S+ is not what the log says of revision 2/],
    [
      "UPDATE revision SET entry_count = 7 WHERE id = 9",
      "of present values there are 1, in their index 1, by the log 7",
    ],
  ])("I7 verify says what contradicts what: %s", async (sql, said) => {
    const report = await verifyAfter(sql);
    expect(report.ok).toBe(false);
    expect(report.contradictions).toContainEqual(
      typeof said === "string" ? said : expect.stringMatching(said),
    );
    expect(report.error?.message).toContain("it is a torn copy:  ");
  });

  it.each([
    ["DELETE FROM touched WHERE key = 'b'", ["b", "b"], "revision 3 of the log did not write it"],
    ["DELETE FROM revision WHERE id = 6", ["d"], "revision 6 of the log did not replace it"],
    ["DELETE FROM touched WHERE revision = 8", ["a", "b", "c"], "revision 8 of the log did not replace it"],
  ])("I7 a value that no comparison and no undo would find is damage: %s", async (sql, keys, reason) => {
    const { ok, damaged } = await verifyAfter(sql);
    expect(ok).toBe(false);
    expect([...new Set(damaged.map(({ key }) => key))].sort()).toEqual([...new Set(keys)]);
    expect(damaged).toContainEqual(expect.objectContaining({ reason }));
  });

  it("I7 nothing contradicts after prunes, packs and deletions, nor where commits were lost, twice", async () => {
    const store = await openStore({ deltaStrategy: "auto" });
    for (let round = 0; round < 6; round += 1) {
      for (let i = 0; i < 10; i += 1) await store.set(`k${i % 4}`, { round, i });
      await store.save({ round, a: [round], b: round });
      await store.snapshot({ tags: [`t${round % 2}`] });
      await store.undo();
      if (round === 2) await store.pack();
      if (round > 2) await store.prune({ keepRevisions: 5 * round, dryRun: false });
      if (round === 4) await store.deleteSnapshots([(await store.listSnapshots()).at(-1)?.version as never]);
      expect((await store.verify()).error).toBeNull();
    }
    const directory = store.path as string;
    await store.close();
    for (let loss = 0; loss < 2; loss += 1) {
      const older = await readFile(join(directory, "strata.db"));
      const lossy = await openStore({ basePath: directory });
      await lossy.set("lost", loss);
      await lossy.close();
      await writeFile(join(directory, "strata.db"), older);
      const after = await openStore({ basePath: directory });
      await after.set("after", loss);
      expect(await after.verify()).toMatchObject({ ok: false, damaged: [], states: [], contradictions: [] });
      await after.close();
    }
  });

  it("I7 a file of one moment with a log of another is one of the states that there were, or found", async () => {
    const { store, core } = await openWithCore({ maxSnapshots: 3 });
    const path = store.path as string;
    const taken: { readonly file: Buffer; readonly log: Buffer }[] = [];
    const sights = new Set<string>();
    const states = new Map<Revision, unknown>();
    const acts: (() => Promise<unknown>)[] = [
      () => store.set("a", 1),
      () => store.save({ a: 2, b: 1 }),
      () => store.snapshot({ tags: ["one"] }),
      () => store.set("b", 2),
      () => store.delete("a"),
      () => store.clear(),
      () => store.undo(),
      () => store.save({ b: 3, c: 1, d: 1 }),
      () => store.snapshot({ tags: ["two"] }),
      () => store.prune({ keepRevisions: 3, dryRun: false }),
      () => store.pack(),
      () => store.restoreSnapshotByTag("one"),
    ];
    for (const [i, act] of acts.entries()) {
      await act();
      const [file, log] = [
        await readFile(join(path, "strata.db")),
        await readFile(join(path, "strata.db-wal")),
      ];
      taken.push({ file, log });
      sights.add(await sightOf(store));
      states.set((await store.status()).revision, await store.load());
      if (i % 3 === 1) core.own.database.pragma("wal_checkpoint(TRUNCATE)");
    }
    let found = 0;
    for (const [i, { file }] of taken.entries()) {
      for (const [j, { log }] of taken.entries()) {
        const mix = join(await freshDirectory(), "mix");
        await mkdir(mix);
        await writeFile(join(mix, "strata.db"), file);
        await writeFile(join(mix, "strata.db-wal"), log);
        try {
          const opened = await openStore({ basePath: mix, maxSnapshots: 3 });
          const { ok } = await opened.verify();
          if (!ok) found += 1;
          else {
            expect([i, j, sights.has(await sightOf(opened))]).toEqual([i, j, true]);
            // The list of snapshots is recorded nowhere else; their data is.
            for (const { version, revision } of await opened.listSnapshots())
              expect(await opened.getSnapshotData(version)).toEqual(states.get(revision));
          }
          await opened.close();
        } catch (error) {
          if (!(error instanceof Error && "code" in error)) throw error;
          expect([i, j, error.code]).toEqual([i, j, "DATA_INTEGRITY"]);
          found += 1;
        }
      }
    }
    expect(found).toBeGreaterThan(20);
  });
});

import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createEnhancedPersistence, recoverStore } from "../../main/engine/index.ts";
import type { State } from "../../main/engine/model/temporalModel.fixture.ts";
import type { Moment } from "../../shared/model/index.ts";
import { DAMAGE_KINDS, damage } from "../damage.ts";
import { copyDirectory, inDirectory } from "../directories.ts";
import { Looking } from "../load/looking.ts";
import { makeSamples, type Sample } from "../load/samples.ts";
import { Random } from "../random.ts";
import { type FaultTest, type Outcome, type Scale, Tally } from "../report.ts";

const FILES = ["strata.db", "strata.db", "strata.db-wal"];

/** `strata recover` on damaged stores: everything that it saves is right, and what it calls exact is. */
export const recovery: FaultTest = { name: "recovery", run };

async function run({ quick, seed }: Scale): Promise<Outcome> {
  const random = new Random(seed);
  const trials = quick ? 12 : 300;
  const tally = new Tally();
  const failures: string[] = [];
  await inDirectory(async (directory) => {
    const looking = new Looking();
    const samples = await makeSamples(directory, seed, looking).finally(() => looking.close());
    for (let trial = 0; trial < trials; trial += 1) {
      const sample = random.pick(samples);
      const from = join(directory, "from");
      const to = join(directory, "to");
      copyDirectory(sample.directory, from);
      const file = join(from, random.pick(FILES));
      const kind = random.pick(DAMAGE_KINDS);
      if (existsSync(file)) damage(file, kind, random);
      rmSync(to, { recursive: true, force: true });
      for (const wrong of await recoverOnce(sample, from, to, tally)) {
        failures.push(`seed ${seed}, trial ${trial}, ${kind}: ${wrong}`);
      }
    }
  });
  const values = tally.count("values");
  return {
    tried: `${trials} damaged stores`,
    survived:
      `${tally.count("exact")} of ${tally.count("states")} states exactly; ` +
      `${values} of ${values + tally.count("lost")} values in all, none of them wrong`,
    failures,
  };
}

async function recoverOnce(sample: Sample, from: string, to: string, tally: Tally): Promise<string[]> {
  const { model } = sample;
  const wrong: string[] = [];
  const report = await recoverStore(from, to);
  const store = await createEnhancedPersistence({ basePath: to, maxSnapshots: 0 });
  try {
    const check = async (name: string, at: Moment, right: State, exact: boolean | null, orElse = right) => {
      const entries = await store.entries(at, {}, 100_000);
      const bad = entries
        .filter(({ key, text }) => right.get(key) !== text && orElse.get(key) !== text)
        .map(({ key }) => JSON.stringify(key.slice(0, 20)));
      if (bad.length > 0) wrong.push(`${name}: ${bad.join(", ")} not as written`);
      if (exact === true && entries.length !== right.size) wrong.push(`${name} is called exact and is not`);
      tally.add("states");
      if (entries.length === right.size) tally.add("exact");
      tally.add("values", entries.length);
      tally.add("lost", right.size - entries.length);
    };
    // Of the newest revisions some values may be left and others not: then the state is one of neither.
    const right = model.stateAt(report.revision);
    await check("the present", { kind: "now" }, right, report.present.exact, model.present);
    if (report.revision < model.revision && report.lostRevisions?.to !== model.revision) {
      wrong.push(`revisions after ${report.revision} are missing without a word`);
    }
    for (const { version, exact } of report.snapshots) {
      const known = sample.versions.get(version);
      if (known === undefined) wrong.push(`there never was a snapshot ${version}`);
      else await check(version, { kind: "snapshot", version }, model.stateAt(known), exact);
    }
    const { error } = await store.verify();
    if (error !== null) wrong.push(error.message);
  } finally {
    await store.close();
  }
  return wrong;
}

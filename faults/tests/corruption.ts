import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DAMAGE_KINDS, damage } from "../damage.ts";
import { copyDirectory, inDirectory } from "../directories.ts";
import { isFailure, type Sight } from "../load/look.ts";
import { Looking } from "../load/looking.ts";
import { makeSamples, type Sample } from "../load/samples.ts";
import { Random } from "../random.ts";
import { type FaultTest, type Outcome, type Scale, Tally } from "../report.ts";

/** Damaged store, log, mark and bundle files: found, or harmless; never a wrong value, a crash or a hang (rule I5). */
export const corruption: FaultTest = { name: "corrupted files", run };

async function run({ quick, seed }: Scale): Promise<Outcome> {
  const random = new Random(seed);
  const trials = quick ? 100 : 2000;
  const outcomes = new Tally();
  const kinds = new Tally();
  const failures: string[] = [];
  await inDirectory(async (directory) => {
    const looking = new Looking();
    try {
      const samples = await makeSamples(directory, seed, looking);
      for (let trial = 0; trial < trials; trial += 1) {
        const sample = random.pick(samples);
        const kind = random.pick(DAMAGE_KINDS);
        const file = random.pick(FILES);
        kinds.add(file);
        const found = await tryOne(
          join(directory, "trial"),
          sample,
          file,
          (path) => damage(path, kind, random),
          looking,
        );
        if (found.ok) outcomes.add(found.outcome);
        else failures.push(`seed ${seed}, trial ${trial}, ${kind} in ${file}: ${found.outcome}`);
      }
    } finally {
      looking.close();
    }
  });
  return { tried: `${trials} damages (${kinds})`, survived: outcomes.toString(), failures };
}

const FILES = [
  "strata.db",
  "strata.db",
  "strata.db",
  "strata.db",
  "strata.db",
  "strata.db-wal",
  "strata.db-wal",
  "strata.mark",
  "all.strata",
] as const;

type Found = { readonly ok: boolean; readonly outcome: string };

async function tryOne(
  trial: string,
  sample: Sample,
  file: string,
  strike: (path: string) => void,
  looking: Looking,
): Promise<Found> {
  rmSync(trial, { recursive: true, force: true });
  if (file === "all.strata") {
    const bundle = `${trial}.strata`;
    copyDirectory(sample.bundle, bundle);
    strike(bundle);
    return judge(sample, await looking.at(trial, sample.revisions.slice(0, 0), bundle), true);
  }
  copyDirectory(sample.directory, trial);
  const path = join(trial, file);
  if (!existsSync(path)) return { ok: true, outcome: "nothing to damage there" };
  strike(path);
  return judge(sample, await looking.at(trial, sample.revisions), false);
}

/** Exported to be tried on what is known. */
export function judge(sample: Pick<Sample, "sight">, seen: Sight | string, imported: boolean): Found {
  if (typeof seen === "string") return { ok: false, outcome: seen };
  if (seen.refused !== null) return typed(seen.refused.code, "refused", seen.refused.message);
  const expected = sample.sight;
  const states = [
    ["the present", seen.present, expected.present],
    ...seen.snapshots.map(([version, found]) => [version, found, new Map(expected.snapshots).get(version)]),
    ...seen.revisions.map(([revision, found]) => [
      `revision ${revision}`,
      found,
      new Map(expected.revisions).get(revision),
    ]),
    ["the list of snapshots", seen.labels, expected.labels],
  ] as const;
  for (const [, found] of states) {
    if (isFailure(found)) return typed(found.code, "found when read", found.message);
  }
  if (seen.verify !== null) return typed(seen.verify.code, "found by verify", seen.verify.message);
  const wrong = states.filter(([, found, right]) => found !== right).map(([name]) => name);
  if (wrong.length > 0) return { ok: false, outcome: `unnoticed: ${wrong.join(", ")} not as written` };
  return { ok: true, outcome: imported ? "harmless to a bundle" : "harmless" };
}

function typed(code: string, how: string, message: string): Found {
  return code === "UNTYPED" ? { ok: false, outcome: message } : { ok: true, outcome: how };
}

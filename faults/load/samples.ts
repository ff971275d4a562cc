import { rmSync } from "node:fs";
import { join } from "node:path";
import { createEnhancedPersistence } from "../../main/engine/index.ts";
import type { TemporalModel } from "../../main/engine/model/temporalModel.fixture.ts";
import { exportBundle } from "../../main/engine/transfer/index.ts";
import { copyDirectory } from "../directories.ts";
import { hashOf, type Sight } from "./look.ts";
import type { Looking } from "./looking.ts";
import { LOAD_OPTIONS, newModel, operations, writeImports } from "./operations.ts";

const OPERATIONS = 220;

/** A store as it was copied at one moment, and what it holds. */
export interface Sample {
  readonly directory: string;
  readonly model: TemporalModel;
  readonly sight: Sight;
  readonly revisions: readonly number[];
  readonly bundle: string;
  /** The revision of each snapshot that there ever was, by its version. */
  readonly versions: ReadonlyMap<string, number>;
}

/** A store right after a checkpoint, one with everything since in its log, and one packed; with a bundle of each. */
export async function makeSamples(directory: string, seed: number, looking: Looking): Promise<Sample[]> {
  const samples: Sample[] = [];
  writeImports(directory);
  for (const [i, strategy] of (["auto", "dict", "none"] as const).entries()) {
    const basePath = join(directory, `original-${strategy}`);
    const model = newModel();
    const versions = new Map<string, number>();
    const steps = operations(seed + i, model, directory);
    const store = await createEnhancedPersistence({ ...LOAD_OPTIONS, deltaStrategy: strategy, basePath });
    for (let number = 0; number < OPERATIONS; number += 1) {
      const operation = steps.next().value;
      operation.apply(model);
      await operation.perform(store);
      for (const { version, revision } of await store.listSnapshots()) versions.set(version, revision);
    }
    await store.pack();
    const bundle = join(directory, `${strategy}.strata`);
    await exportBundle(store, bundle, { kind: "store" });
    copyDirectory(basePath, join(directory, `open-${strategy}`));
    await store.close();
    for (const copy of [basePath, join(directory, `open-${strategy}`)]) {
      rmSync(join(copy, "strata.db-shm"), { force: true });
      rmSync(join(copy, "cache"), { recursive: true, force: true });
      const revisions = [3, 7, 12, 20].map((back) => Math.max(model.floor, model.revision - back));
      copyDirectory(copy, join(directory, "first"));
      const sight = await looking.at(join(directory, "first"), revisions);
      if (typeof sight === "string" || sight.present !== hashOf(model.present) || sight.verify !== null) {
        throw new Error(`The undamaged store is not right: ${JSON.stringify(sight).slice(0, 2000)}`);
      }
      samples.push({ directory: copy, model, sight, revisions, bundle, versions });
    }
  }
  return samples;
}

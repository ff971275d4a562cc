import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeRules } from "./backendRules.fixture.ts";
import { commands, options } from "./commands.fixture.ts";
import { regressions } from "./regressions.fixture.ts";
import type { OpenBackend } from "./run.fixture.ts";
import { runCommands } from "./runner.fixture.ts";

/** Sequences that are tried, of 45 calls on average. With `STRATA_MODEL_SECONDS` as many as fit into that time. */
const SEQUENCES = 100;
const SECONDS = process.env["STRATA_MODEL_SECONDS"];

/** When a busy machine stops trying, in milliseconds. */
const LONGEST = SECONDS === undefined ? 120_000 : Number(SECONDS) * 1000;

/** `STRATA_MODEL_SEED` repeats a run that failed; its report names the seed. */
const SEED = process.env["STRATA_MODEL_SEED"];

/** What a backend is opened by, and what it can't do. */
export interface BackendKind {
  readonly name: string;
  readonly open: OpenBackend;
  /** Whether what it holds is gone once it is closed: it is tried as stores in memory are. */
  readonly isInMemory: boolean;
}

/** The random model test and the rules that hold wherever a store is kept. */
export function describeBackend({ name, open, isInMemory }: BackendKind): void {
  const chosenOf = isInMemory ? { storageBackend: "memory" as const } : {};

  describe(`${name}: every public call, in any order, against a plain model`, () => {
    for (const { name: failed, options: chosen, commands: sequence } of regressions) {
      it(`keeps right what failed once: ${failed}`, async () => {
        expect(await runCommands({ ...chosen, ...chosenOf }, sequence, open)).toBe(sequence.length);
      });
    }

    it(
      "V1–V7, W1–W8, N1–N14, H1–H4, D2, C1, M1, M2, I1 hold in thousands of random steps",
      async () => {
        let steps = 0;
        const property = fc.asyncProperty(
          options,
          commands({ minLength: 1, maxLength: 90 }),
          async (chosen, sequence) => {
            steps += await runCommands({ ...chosen, ...chosenOf }, sequence, open);
          },
        );
        await fc.assert(property, {
          numRuns: SECONDS === undefined ? SEQUENCES : 1_000_000,
          interruptAfterTimeLimit: LONGEST,
          ...(SEED === undefined ? {} : { seed: Number(SEED) }),
        });
        process.stdout.write(`The model test made ${steps} calls on ${name}.\n`);
        expect(steps).toBeGreaterThan(0);
      },
      LONGEST * 4,
    );
  });

  describeRules(name, open);
}

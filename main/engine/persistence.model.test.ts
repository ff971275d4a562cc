import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commands, options } from "./model/commands.fixture.ts";
import { regressions } from "./model/regressions.fixture.ts";
import { runCommands } from "./model/runner.fixture.ts";

/** Sequences that are tried, of 45 calls on average. With `STRATA_MODEL_SECONDS` as many as fit into that time. */
const SEQUENCES = 100;
const SECONDS = process.env["STRATA_MODEL_SECONDS"];

/** When a busy machine stops trying, in milliseconds. */
const LONGEST = SECONDS === undefined ? 120_000 : Number(SECONDS) * 1000;

/** `STRATA_MODEL_SEED` repeats a run that failed; its report names the seed. */
const SEED = process.env["STRATA_MODEL_SEED"];

describe("every public call, in any order, against a plain model", () => {
  for (const { name, options: chosen, commands: sequence } of regressions) {
    it(`keeps right what failed once: ${name}`, async () => {
      expect(await runCommands(chosen, sequence)).toBe(sequence.length);
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
          steps += await runCommands(chosen, sequence);
        },
      );
      await fc.assert(property, {
        numRuns: SECONDS === undefined ? SEQUENCES : 1_000_000,
        interruptAfterTimeLimit: LONGEST,
        ...(SEED === undefined ? {} : { seed: Number(SEED) }),
      });
      process.stdout.write(`The model test made ${steps} calls.\n`);
      expect(steps).toBeGreaterThan(0);
    },
    LONGEST * 4,
  );
});

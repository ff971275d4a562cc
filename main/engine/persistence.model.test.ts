import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commands, options } from "./model/commands.fixture.ts";
import { regressions } from "./model/regressions.fixture.ts";
import { runCommands } from "./model/runner.fixture.ts";

/** How long new sequences are tried, in milliseconds. `STRATA_MODEL_SECONDS` makes it longer. */
const TIME = Number(process.env["STRATA_MODEL_SECONDS"] ?? 40) * 1000;

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
        numRuns: 1_000_000,
        interruptAfterTimeLimit: TIME,
        ...(SEED === undefined ? {} : { seed: Number(SEED) }),
      });
      process.stdout.write(`The model test made ${steps} calls.\n`);
      expect(steps).toBeGreaterThan(1000);
    },
    TIME * 4,
  );
});

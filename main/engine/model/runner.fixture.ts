import type { EnhancedPersistenceOptions } from "../index.ts";
import { calls } from "./calls.fixture.ts";
import type { Directed } from "./commands.fixture.ts";
import { type OpenBackend, Run } from "./run.fixture.ts";

/**
 * Makes these calls on a store and on the model, and compares after each.
 *
 * @returns The number of calls.
 */
export async function runCommands(
  options: EnhancedPersistenceOptions,
  commands: readonly Directed[],
  open: OpenBackend,
): Promise<number> {
  const run = new Run(options, open);
  try {
    await run.open();
    for (const [at, { command, via }] of commands.entries()) {
      try {
        await calls[command.call](run, run.store(via), command as never);
        await run.checkPresent(run.store(via));
        if (run.stores.length > 1) await run.checkPresent(run.store(via + 1));
      } catch (error) {
        if (error instanceof Error)
          error.message = `At call ${at}, ${JSON.stringify(command)}: ${error.message}`;
        throw error;
      }
    }
    for (const store of run.stores) await run.checkPast(store);
    if (!run.inMemory) {
      for (const store of [...run.stores]) await run.close(store);
      await run.open();
      await run.checkPresent(run.store(0));
      await run.checkPast(run.store(0));
    }
    return commands.length;
  } finally {
    await run.end();
  }
}

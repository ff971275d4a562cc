import { implement } from "@orpc/server";
import { engineContract } from "../../shared/contract/index.ts";
import type { CallsUnderWay } from "./callsUnderWay.ts";
import { toFailure } from "./failures.ts";
import type { FileTickets } from "./fileTickets.ts";
import type { OpenStores } from "./openStores.ts";

/** What the handlers work on. */
export interface EngineContext {
  readonly stores: OpenStores;
  readonly files: FileTickets;
  /** Long jobs under way. They are cancelled when their listener goes away, and waited for at the end. */
  readonly jobs: CallsUnderWay;
}

/** The engine contract, ready to be handled: errors of the engine become the contract's in this one place. */
export const engine = implement(engineContract)
  .$context<EngineContext>()
  .use(async ({ next }) => {
    try {
      const result = await next();
      return isStream(result.output) ? { ...result, output: withFailures(result.output) } : result;
    } catch (error) {
      throw toFailure(error);
    }
  });

function isStream(output: unknown): output is AsyncIterable<unknown> {
  return typeof output === "object" && output !== null && Symbol.asyncIterator in output;
}

/** The same stream, whose errors are the contract's: what it throws comes after the call itself has been answered. */
async function* withFailures(stream: AsyncIterable<unknown>) {
  try {
    yield* stream;
  } catch (error) {
    throw toFailure(error);
  }
}

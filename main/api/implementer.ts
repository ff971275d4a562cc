import { implement } from "@orpc/server";
import { engineContract } from "../../shared/contract/index.ts";
import type { CallsUnderWay } from "./callsUnderWay.ts";
import { toFailure, withoutPaths } from "./failures.ts";
import type { FileTickets } from "./fileTickets.ts";
import type { OpenStores } from "./openStores.ts";
import { isWork, type WorkNote } from "./workNote.ts";

/** The context of the handlers. */
export interface EngineContext {
  readonly stores: OpenStores;
  readonly files: FileTickets;
  /** Long jobs in progress. They are cancelled when their listener leaves, and waited for at the end. */
  readonly jobs: CallsUnderWay;
  /** Shared memory in which main reads the current task if this thread hangs. */
  readonly note: WorkNote;
}

/** The implementer of the engine contract. Only here errors of the engine become the contract's. */
export const engine = implement(engineContract)
  .$context<EngineContext>()
  .use(async ({ next, path, context }, input) => {
    const call = path.join(".");
    const ended = isWork(call) ? context.note.begin({ call, store: storeIn(input) }) : () => {};
    let isStreaming = false;
    try {
      const result = await next();
      if (!isStream(result.output)) return result;
      isStreaming = true;
      return { ...result, output: withFailures(result.output, ended, context) };
    } catch (error) {
      throw failureFor(context, error);
    } finally {
      if (!isStreaming) ended();
    }
  });

/** Removes the paths of stores from errors for a client that may not know them. */
export function failureFor({ stores, files }: EngineContext, error: unknown): Error {
  const failure = toFailure(error);
  const hidden = stores.hiddenPlaces;
  return hidden === null ? failure : withoutPaths(failure, [...hidden, ...files.paths], error);
}

function storeIn(input: unknown): string | null {
  const isNamed = typeof input === "object" && input !== null && "store" in input;
  return isNamed && typeof input.store === "string" ? input.store : null;
}

function isStream(output: unknown): output is AsyncIterable<unknown> {
  return typeof output === "object" && output !== null && Symbol.asyncIterator in output;
}

/** The stream with the contract's errors. It throws after the call itself was answered. */
async function* withFailures(stream: AsyncIterable<unknown>, ended: () => void, context: EngineContext) {
  try {
    yield* stream;
  } catch (error) {
    throw failureFor(context, error);
  } finally {
    ended();
  }
}

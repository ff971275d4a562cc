import { implement } from "@orpc/server";
import { engineContract } from "../../shared/contract/index.ts";
import type { CallsUnderWay } from "./callsUnderWay.ts";
import { toFailure, withoutPaths } from "./failures.ts";
import type { FileTickets } from "./fileTickets.ts";
import type { OpenStores } from "./openStores.ts";
import { isWork, type WorkNote } from "./workNote.ts";

/** What the handlers work on. */
export interface EngineContext {
  readonly stores: OpenStores;
  readonly files: FileTickets;
  /** Long jobs under way. They are cancelled when their listener goes away, and waited for at the end. */
  readonly jobs: CallsUnderWay;
  /** Where main reads what is under way, should this thread hang. */
  readonly note: WorkNote;
}

/** The engine contract, ready to be handled: errors of the engine become the contract's in this one place. */
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

/** Keeps the paths of stores out of the errors of a client that may not know them. */
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

/** The same stream, whose errors are the contract's: what it throws comes after the call itself has been answered. */
async function* withFailures(stream: AsyncIterable<unknown>, ended: () => void, context: EngineContext) {
  try {
    yield* stream;
  } catch (error) {
    throw failureFor(context, error);
  } finally {
    ended();
  }
}

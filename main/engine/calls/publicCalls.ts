import type { Metering } from "../core/metering.ts";
import type { EnhancedPersistence } from "../persistence.ts";
import type { Store } from "../store.ts";
import { type Argument, type CallName, SIGNATURES } from "./signatures.ts";

type Call = (...args: unknown[]) => unknown;

/** Calls that count their failures themselves, because one more promise for each would be measurable. */
const COUNT_THEMSELVES: ReadonlySet<CallName> = new Set(["get", "set", "delete"]);

/** Calls that return no promise, so errors in their arguments are thrown. */
const AT_ONCE: ReadonlySet<CallName> = new Set(["onChange", "onProblem", "scan", "versions"]);

/**
 * The public store: each call checks its arguments, counts once if it fails, and works when it is taken off the object,
 * as in `const { get, set } = store`.
 */
export function publicCalls(store: Store, metering: Metering): EnhancedPersistence {
  const calls: Partial<Record<CallName, Call>> = {};
  for (const [name, signature] of Object.entries(SIGNATURES) as [CallName, readonly Argument[]][]) {
    const call = (store[name] as Call).bind(store);
    if (COUNT_THEMSELVES.has(name)) calls[name] = call;
    else if (AT_ONCE.has(name)) calls[name] = checkedAtOnce(metering, name, signature, call);
    else calls[name] = checked(metering, name, signature, call);
  }
  return Object.defineProperties(calls, {
    path: { value: store.path, enumerable: true },
    id: { value: store.id, enumerable: true },
    upgraded: { value: store.upgraded, enumerable: true },
    lostCommits: { value: store.lostCommits, enumerable: true },
    readOnly: { value: store.readOnly, enumerable: true },
    [Symbol.asyncDispose]: { value: calls.cleanup },
  }) as EnhancedPersistence;
}

function checked(metering: Metering, name: CallName, signature: readonly Argument[], call: Call): Call {
  const checkArguments = argumentsOf(name, signature);
  return async (...args) => {
    try {
      checkArguments(args);
      return await call(...args);
    } catch (error) {
      metering.failed();
      throw error;
    }
  };
}

function checkedAtOnce(metering: Metering, name: CallName, signature: readonly Argument[], call: Call): Call {
  const checkArguments = argumentsOf(name, signature);
  return (...args) => {
    try {
      checkArguments(args);
      return call(...args);
    } catch (error) {
      metering.failed();
      throw error;
    }
  };
}

function argumentsOf(name: CallName, signature: readonly Argument[]): (args: readonly unknown[]) => void {
  const of = ` of ${name}`;
  const checks = signature.map(([argument, check]) => [check, `the "${argument}" argument${of}`] as const);
  return (args) => {
    for (let at = 0; at < checks.length; at += 1) {
      const [check, place] = checks[at] as (typeof checks)[number];
      check(args[at], place, of);
    }
  };
}

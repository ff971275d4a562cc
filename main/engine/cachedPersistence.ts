import { copyJson } from "./cache/copyJson.ts";
import { MemoryCache } from "./cache/memoryCache.ts";
import { DEFAULT_LIMITS } from "./cache/valueCache.ts";
import { expect } from "./calls/expect.ts";
import type { JsonState, JsonValue, ManualPersistence } from "./persistence.ts";

/** A persistence whose `get` and `load` are cached for a while. */
export type CachedPersistence<Persistence extends ManualPersistence> = Persistence;

/** Calls that change no entry. Any other call may, and empties the cache. */
const READERS: ReadonlySet<PropertyKey> = new Set([
  "createSnapshot",
  "createDeltaSnapshot",
  "listSnapshots",
  "getSnapshotData",
  "compareSnapshots",
  "getMetrics",
  "exportData",
  "status",
  "configure",
  "onChange",
  "onProblem",
  "getText",
  "keysContaining",
  "activity",
  "versions",
  "read",
  "entries",
  "summaries",
  "keys",
  "count",
  "scan",
  "snapshot",
  "updateSnapshot",
  "deleteSnapshots",
  "deletedSnapshots",
  "undeleteSnapshots",
  "findSnapshot",
  "snapshotByTag",
  "tags",
  "difference",
  "totals",
  "revisions",
  "history",
  "verify",
  "prune",
  "pack",
]);

const isPersistence = expect(
  "a persistence, as createEnhancedPersistence gives it",
  (value) =>
    typeof value === "object" &&
    value !== null &&
    ["get", "set", "delete", "load"].every((name) => typeof Reflect.get(value, name) === "function"),
);

const isSeconds = expect(
  "a number of seconds of 0 or more",
  (value) => typeof value === "number" && value >= 0 && value !== Number.POSITIVE_INFINITY,
);

const ABSENT = Symbol("absent");
const STATE = "state";

/**
 * Puts a cache in front of a persistence (rule C3). Writes through the result are visible at once; other writes, for
 * example of another process, after `ttlSeconds` at the latest.
 *
 * @param ttlSeconds How long an answer is valid.
 * @returns The same interface: every other method and property is the persistence's own.
 * @throws {InvalidOptionError} if `ttlSeconds` is not a number of 0 or more.
 */
export function createCachedPersistence<Persistence extends ManualPersistence>(
  persistence: Persistence,
  ttlSeconds = 300,
  now: () => number = () => performance.now(),
): CachedPersistence<Persistence> {
  isPersistence(persistence, 'the "persistence" argument of createCachedPersistence', "");
  isSeconds(ttlSeconds, 'the "ttlSeconds" argument of createCachedPersistence', "");
  const cache = new AnswerCache(persistence, ttlSeconds, now);
  const own: Partial<ManualPersistence> = {
    get: <T>(key: string, defaultValue?: T) => cache.get(key, defaultValue) as Promise<T>,
    load: () => cache.load(),
    set: async (key, value) => cache.writing(nameOf(key), () => persistence.set(key, value)),
    delete: async (key) => cache.writing(nameOf(key), () => persistence.delete(key)),
  };
  const methods = new Map<PropertyKey, unknown>(Object.entries(own));
  return new Proxy(persistence, {
    get(target, name) {
      const known = methods.get(name);
      if (known !== undefined) return known;
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== "function") return member;
      const method = READERS.has(name)
        ? member.bind(target)
        : (...args: unknown[]) => cache.writing(null, () => member.apply(target, args));
      methods.set(name, method);
      return method;
    },
  });
}

class AnswerCache {
  readonly #persistence: ManualPersistence;
  readonly #answers: MemoryCache;
  /** Grows with every write, so that an answer during a write is not cached. */
  #writes = 0;

  constructor(persistence: ManualPersistence, ttlSeconds: number, now: () => number) {
    this.#persistence = persistence;
    this.#answers = new MemoryCache({ limits: { ...DEFAULT_LIMITS, ttlSeconds }, now });
  }

  async get(key: string, defaultValue: unknown): Promise<unknown> {
    if (nameOf(key) === null) return this.#persistence.get(key, defaultValue);
    const name = answerName(key);
    const known = this.#answers.get(name) as readonly JsonValue[] | undefined;
    if (known !== undefined) return known.length === 0 ? defaultValue : copyJson(known[0] as JsonValue);
    const writes = this.#writes;
    const found = await this.#persistence.get<unknown>(key, ABSENT);
    const answer = found === ABSENT ? [] : [copyJson(found as JsonValue)];
    if (writes === this.#writes) this.#answers.put(name, answer, sizeOf(answer));
    return found === ABSENT ? defaultValue : found;
  }

  async load(): Promise<JsonState> {
    const known = this.#answers.get(STATE);
    if (known !== undefined) return copyState(known as JsonState);
    const writes = this.#writes;
    const state = await this.#persistence.load();
    if (writes === this.#writes) this.#answers.put(STATE, copyState(state), sizeOf(state));
    return state;
  }

  /** Runs a write to this key, or to any if it is null, and invalidates what it touches, before and after it. */
  writing<Result>(key: string | null, write: () => Result): Result {
    this.#forget(key);
    const result = write();
    if (!(result instanceof Promise)) {
      this.#forget(key);
      return result;
    }
    return result.finally(() => this.#forget(key)) as Result;
  }

  #forget(key: string | null): void {
    this.#writes += 1;
    if (key === null) {
      this.#answers.invalidate();
    } else {
      this.#answers.invalidate(answerName(key));
      this.#answers.invalidate(STATE);
    }
  }
}

/** The key, or null for an invalid one, which the persistence refuses. */
const nameOf = (key: unknown) => (typeof key === "string" ? key : null);
const answerName = (key: string) => `value of ${key}`;
const sizeOf = (answer: JsonValue) => Buffer.byteLength(JSON.stringify(answer));

function copyState(state: JsonState): JsonState {
  const copy = Object.create(null) as JsonState;
  for (const key of Object.keys(state)) copy[key] = copyJson(state[key] as JsonValue);
  return copy;
}

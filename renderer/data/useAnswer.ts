import { useEffect, useReducer, useRef, useState } from "react";
import type { Key, StoreId } from "../../shared/model/index.ts";
import { type Connection, type EngineClient, follow, isCancelled, messageOf } from "../client/index.ts";
import { useApp, useAppStore } from "../state/app.ts";
import { isNow, type Side } from "../state/moments.ts";

/** What a question may use. */
export interface Asker {
  readonly engine: EngineClient;
  readonly store: StoreId;
  /** Aborted once the answer is not wanted any more. */
  readonly signal: AbortSignal;
}

/**
 * How long an answer holds. Of the present: until the store changes, then it is asked for again. Of a fixed moment: for
 * good.
 */
export type Freshness = "present" | "fixed";

export interface Question<Answer, From = Asker> {
  /** The same name is the same question. Null asks nothing, and then nothing is on show. */
  readonly name: string | null;
  /** Calls `soFar` with each part of an answer that comes in parts. */
  readonly ask: (from: From, soFar: (answer: Answer) => void) => Promise<Answer>;
  /** Milliseconds to wait first: for the next letter that is typed, or until a row stays in view. */
  readonly pause?: number;
  /** Small answers for a fixed moment are cached. */
  readonly isKept?: boolean;
  /** Where the page has no place for a failure, a notification says it. */
  readonly failsAloud?: boolean;
}

export interface StoreQuestion<Answer> extends Question<Answer> {
  readonly freshness: Freshness;
  /** Of the present: only a change of this key makes the answer old. */
  readonly key?: Key | null;
}

export interface Reply<Answer> {
  /** The answer to this question; null while it is on its way. The one before a change of the store stays until then. */
  readonly answer: Answer | null;
  /** The last answer in this place, also to the question before: for what stays on show meanwhile. */
  readonly latest: Answer | null;
  readonly failure: string | null;
  readonly again: () => void;
  /** Makes this the answer, ahead of the next one. */
  readonly adopt: (answer: Answer) => void;
}

interface Found<Answer> {
  readonly name: string;
  readonly answer: Answer | null;
  readonly failure: string | null;
}

/** Answers of fixed moments, by what was asked. */
const kept = new Map<string, object>();
const MAX_KEPT = 500;

function keep(name: string, answer: object): void {
  kept.set(name, answer);
  const [oldest] = kept.keys();
  if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest);
}

export const freshnessOf = (...moments: readonly Side[]): Freshness =>
  moments.some(isNow) ? "present" : "fixed";

/** Asks the engine about the open store. This is the one way in which a component does. */
export function useAnswer<Answer extends object>(question: StoreQuestion<Answer>): Reply<Answer> {
  const { name, ask, freshness, key } = question;
  const store = useApp((state) => state.store);
  const engine = useApp((state) => state.client.engine);
  return useAsked(
    {
      ...question,
      name: store === null || name === null ? null : `${store} ${name}`,
      ask: async (signal, soFar) => {
        if (store === null) throw new Error("Expected an open store");
        return ask({ engine, store, signal }, soFar);
      },
    },
    useChanges(freshness, key),
  );
}

/** Asks what has nothing to do with the open store. @param round Another value asks again. */
export function useAsked<Answer extends object>(
  { name, ask, pause = 0, isKept = false, failsAloud = false }: Question<Answer, AbortSignal>,
  round = 0,
): Reply<Answer> {
  const app = useAppStore();
  const [attempt, again] = useReducer((count: number) => count + 1, 0);
  const [found, setFound] = useState<Found<Answer> | null>(null);
  const latest = useRef(ask);
  latest.current = ask;
  const known = isKept && name !== null ? (kept.get(name) as Answer | undefined) : undefined;
  const isKnown = known !== undefined;

  // biome-ignore lint/correctness/useExhaustiveDependencies: another round or attempt asks again
  useEffect(() => {
    if (name === null || isKnown) {
      setFound(null);
      return;
    }
    const controller = new AbortController();
    const { signal } = controller;
    const put = (answer: Answer) => {
      if (!signal.aborted) setFound({ name, answer, failure: null });
    };
    const begin = async () => {
      try {
        const answer = await latest.current(signal, put);
        if (isKept) keep(name, answer);
        put(answer);
      } catch (error) {
        if (signal.aborted || isCancelled(error)) return;
        if (failsAloud) app.getState().fail(error);
        const failure = messageOf(error);
        setFound((before) => ({ name, answer: before?.name === name ? before.answer : null, failure }));
      }
    };
    const timer = pause === 0 ? undefined : setTimeout(begin, pause);
    if (timer === undefined) void begin();
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [app, name, isKnown, isKept, failsAloud, pause, round, attempt]);

  const isCurrent = found !== null && found.name === name;
  return {
    answer: known ?? (isCurrent ? found.answer : null),
    latest: known ?? found?.answer ?? null,
    failure: isCurrent ? found.failure : null,
    again,
    adopt: (answer) => {
      if (name !== null) setFound({ name, answer, failure: null });
    },
  };
}

/** Asks outside of a component, or gives what is kept of it. `name` is the one that `useAnswer` keeps it by. */
export async function askOnce<Answer extends object>(
  { store, name }: { readonly store: StoreId; readonly name: string },
  ask: () => Promise<Answer>,
): Promise<Answer> {
  const known = kept.get(`${store} ${name}`) as Answer | undefined;
  if (known !== undefined) return known;
  const answer = await ask();
  keep(`${store} ${name}`, answer);
  return answer;
}

/** Asks a feed, which is opened again after the connection was lost; each event is an answer. */
export const following =
  <Event, Answer>(
    connection: Connection,
    open: (from: Asker) => Promise<AsyncIterable<Event>>,
    answerOf: (event: Event) => Answer,
  ) =>
  (from: Asker, soFar: (answer: Answer) => void): Promise<Answer> =>
    new Promise((_, reject) => {
      const stop = follow(connection, (signal) => open({ ...from, signal }), {
        onEvent: (event) => soFar(answerOf(event)),
        onFailure: reject,
      });
      from.signal.addEventListener("abort", stop, { once: true });
    });

/** Grows with each change of the store that makes an answer of the present old: with any, or with those of one key. */
export function useChanges(freshness: Freshness, key?: Key | null): number {
  const isPresent = freshness === "present";
  const tick = useApp((state) => (isPresent ? state.revisionTick : 0));
  const isTouched = useApp(
    ({ touchedKeys }) => isPresent && (!key || touchedKeys === null || touchedKeys.has(key)),
  );
  const [seen, setSeen] = useState({ tick, changes: 0 });
  if (seen.tick === tick) return seen.changes;
  const next = { tick, changes: seen.changes + (isTouched ? 1 : 0) };
  setSeen(next);
  return next.changes;
}

import { useEffect, useState } from "react";
import type { JsonText, Key, Moment, Revision, StoreId } from "../../../shared/model/index.ts";
import { type EngineClient, messageOf } from "../../client/index.ts";
import { useApp } from "../../state/app.ts";
import { isNow, momentId } from "../../state/moments.ts";
import { CUT } from "./longText.ts";

export type LoadedEntry =
  | { readonly kind: "loading" }
  | { readonly kind: "absent" }
  | { readonly kind: "failed"; readonly message: string; readonly retry: () => void }
  | {
      readonly kind: "here";
      readonly key: Key;
      readonly text: JsonText;
      readonly since: Revision;
      /** Of the whole text, in UTF-16 units: more than there is when this is its beginning. */
      readonly length: number;
    };

interface Answer {
  readonly place: string;
  readonly entry: LoadedEntry;
}

/** What took the place of the beginning of a long value. */
interface Whole extends Answer {
  readonly of: Answer;
}

export interface EntryHold {
  /** Of a huge value, its beginning comes first. */
  readonly entry: LoadedEntry;
  /** Takes what was just written as the value, ahead of the next answer. */
  readonly adopt: (text: JsonText, since: Revision) => void;
}

const LOADING: LoadedEntry = { kind: "loading" };

/**
 * The value of a key at a moment; the present one follows the changes that touch it. Null asks for nothing. Unless the
 * whole is needed, of a huge one the beginning is enough.
 */
export function useEntry(key: Key | null, at: Moment, needsWhole = true): EntryHold {
  const engine = useApp((state) => state.client.engine);
  const store = useApp((state) => state.store);
  const touches = useTouches(key, isNow(at));
  const [attempt, setAttempt] = useState(0);
  const place = `${store} ${momentId(at)} ${key}`;
  const [first, setFirst] = useState<Answer>({ place: "", entry: LOADING });
  const [whole, setWhole] = useState<Whole | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a touch or another attempt asks anew
  useEffect(() => {
    if (!store || key === null) return;
    return settling(
      (signal) => engine.entries.get({ store, at, key, cut: CUT }, { signal }),
      (entry) => setFirst({ place, entry: entry ? { kind: "here", ...entry } : { kind: "absent" } }),
      (message) => setFirst({ place, entry: failed(message) }),
    );
  }, [engine, store, key, place, touches, attempt]);

  const beginning = first.place === place && isPart(first.entry) ? first : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the beginning tells of which value at which moment
  useEffect(() => {
    if (!store || key === null || !needsWhole || !beginning || whole?.of === beginning) return;
    return settling(
      (signal) => inPieces(engine, { store, at, key }, signal),
      (entry) => setWhole({ of: beginning, place, entry: entry ?? { kind: "absent" } }),
      (message) => setWhole({ of: beginning, place, entry: failed(message) }),
    );
  }, [engine, beginning, needsWhole]);

  const failed = (message: string): LoadedEntry => {
    return { kind: "failed", message, retry: () => setAttempt((count) => count + 1) };
  };
  // While another value of the key is being read, the one before stays.
  const isWhole = whole?.place === place && (whole.of === beginning || (needsWhole && beginning !== null));
  return {
    entry: isWhole ? whole.entry : first.place === place ? first.entry : LOADING,
    adopt: (text, since) => {
      if (key !== null) setFirst({ place, entry: { kind: "here", key, text, since, length: text.length } });
    },
  };
}

/** Whether this is only the beginning of a value. */
export const isPart = (entry: LoadedEntry): boolean =>
  entry.kind === "here" && entry.text.length < entry.length;

/** Asks, and tells what came of it, unless the returned function was called before. */
function settling<Answer>(
  ask: (signal: AbortSignal) => Promise<Answer>,
  onAnswer: (answer: Answer) => void,
  onFailure: (message: string) => void,
): () => void {
  const controller = new AbortController();
  const { signal } = controller;
  ask(signal).then(
    (answer) => {
      if (!signal.aborted) onAnswer(answer);
    },
    (error: unknown) => {
      if (!signal.aborted) onFailure(messageOf(error));
    },
  );
  return () => controller.abort();
}

/** The whole value; null when there is none. */
async function inPieces(
  engine: EngineClient,
  of: { readonly store: StoreId; readonly at: Moment; readonly key: Key },
  signal: AbortSignal,
): Promise<(LoadedEntry & { readonly kind: "here" }) | null> {
  const pieces: string[] = [];
  let since: Revision | null = null;
  for await (const event of await engine.entries.pieces(of, { signal })) {
    pieces.push(event.piece);
    since = event.since;
  }
  if (since === null) return null;
  const text = pieces.join("") as JsonText;
  return { kind: "here", key: of.key, text, since, length: text.length };
}

/** Grows with each change that may have touched this key. */
function useTouches(key: Key | null, isPresent: boolean): number {
  const tick = useApp((state) => state.revisionTick);
  const touched = useApp((state) => key !== null && (state.touchedKeys?.has(key) ?? true));
  const [seen, setSeen] = useState({ tick, touches: 0 });
  if (seen.tick !== tick) {
    const next = { tick, touches: seen.touches + (isPresent && touched ? 1 : 0) };
    setSeen(next);
    return next.touches;
  }
  return seen.touches;
}

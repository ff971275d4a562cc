import { useEffect, useRef, useState } from "react";
import type { JsonText, Key, Moment, Revision } from "../../../shared/model/index.ts";
import { messageOf } from "../../client/index.ts";
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

export interface EntryHold {
  readonly entry: LoadedEntry;
  /** Takes what was just written as the value, ahead of the next answer. */
  readonly adopt: (text: JsonText, since: Revision) => void;
}

/**
 * The value of a key at a moment; the present one follows the changes that touch it. Null asks for nothing. Unless the
 * whole is needed, of a huge one the beginning is enough.
 */
export function useEntry(key: Key | null, at: Moment, needsWhole = true): EntryHold {
  const client = useApp((state) => state.client);
  const store = useApp((state) => state.store);
  const touches = useTouches(key, isNow(at));
  const [attempt, setAttempt] = useState(0);
  const place = `${store} ${momentId(at)} ${key}`;
  const [answer, setAnswer] = useState<Answer>({ place: "", entry: { kind: "loading" } });
  const entry: LoadedEntry = answer.place === place ? answer.entry : { kind: "loading" };
  const cut = useRef<typeof CUT | undefined>(undefined);
  cut.current = needsWhole ? undefined : CUT;
  const isTooLittle = needsWhole && entry.kind === "here" && entry.text.length < entry.length;
  useEffect(() => {
    if (isTooLittle) setAttempt((count) => count + 1);
  }, [isTooLittle]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a touch or another attempt asks anew
  useEffect(() => {
    if (!store || key === null) return;
    const controller = new AbortController();
    client.engine.entries
      .get({ store, at, key, cut: cut.current }, { signal: controller.signal })
      .then((entry) => {
        if (controller.signal.aborted) return;
        setAnswer({ place, entry: entry ? { kind: "here", ...entry } : { kind: "absent" } });
      })
      .catch((error: unknown) => {
        if (controller.signal.aborted) return;
        const retry = () => setAttempt((count) => count + 1);
        setAnswer({ place, entry: { kind: "failed", message: messageOf(error), retry } });
      });
    return () => controller.abort();
  }, [client, store, key, place, touches, attempt]);

  return {
    entry,
    adopt: (text, since) => {
      if (key !== null) setAnswer({ place, entry: { kind: "here", key, text, since, length: text.length } });
    },
  };
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

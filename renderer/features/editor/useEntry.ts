import { useRef } from "react";
import type { JsonText, Key, Moment, Revision } from "../../../shared/model/index.ts";
import { type Asker, freshnessOf, useAnswer } from "../../data/useAnswer.ts";
import { momentId } from "../../state/moments.ts";
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
  const name = key === null ? null : `entry ${momentId(at)} ${key}`;
  const of = key as Key;
  const first = useAnswer<LoadedEntry>({
    name,
    freshness: freshnessOf(at),
    key,
    ask: async ({ engine, store, signal }) => {
      const entry = await engine.entries.get({ store, at, key: of, cut: CUT }, { signal });
      return entry ? { kind: "here", ...entry } : { kind: "absent" };
    },
  });
  // Of each beginning of a long value, which says of which revision it is, the whole is asked for once.
  const { answer: beginning } = first;
  const isBeginning = beginning?.kind === "here" && isPart(beginning);
  const wasWhole = useRef(false);
  const whole = useAnswer<{ readonly of: string | null; readonly entry: LoadedEntry }>({
    name: isBeginning && (needsWhole || wasWhole.current) ? `whole ${name} ${beginning.since}` : null,
    freshness: "fixed",
    ask: async (from) => ({ of: name, entry: await inPieces(from, at, of) }),
  });
  wasWhole.current = isBeginning && whole.answer !== null;

  const failure = first.failure ?? whole.failure;
  const retry = first.failure === null ? whole.again : first.again;
  const isWhole = isBeginning && whole.latest?.of === name;
  const loaded = isWhole ? whole.latest.entry : beginning;
  return {
    entry: failure === null ? (loaded ?? LOADING) : { kind: "failed", message: failure, retry },
    adopt: (text, since) => {
      if (key !== null) first.adopt({ kind: "here", key, text, since, length: text.length });
    },
  };
}

/** Whether this is only the beginning of a value. */
export const isPart = (entry: LoadedEntry): boolean =>
  entry.kind === "here" && entry.text.length < entry.length;

/** The whole value. */
async function inPieces({ engine, store, signal }: Asker, at: Moment, key: Key): Promise<LoadedEntry> {
  const pieces: string[] = [];
  let since: Revision | null = null;
  for await (const event of await engine.entries.pieces({ store, at, key }, { signal })) {
    pieces.push(event.piece);
    since = event.since;
  }
  if (since === null) return { kind: "absent" };
  const text = pieces.join("") as JsonText;
  return { kind: "here", key, text, since, length: text.length };
}

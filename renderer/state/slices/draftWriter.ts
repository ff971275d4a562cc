import type { Key } from "../../../shared/model/index.ts";
import type { DraftKeeper } from "../draftKeeper.ts";
import type { Draft } from "./drafts.ts";

/** Milliseconds after the last key press until an edit is written. */
const PAUSE = 300;
/** The same for an edit of a long text, which takes longer to write. */
const LONG_PAUSE = 1500;
const LONG = 1_000_000;

export interface DraftWriter {
  /** From now on drafts belong to this store. */
  open(place: string): void;
  close(): void;
  isOpen(place: string): boolean;
  /** Writes a draft shortly after its last change; null deletes it at once. */
  write(key: Key, draft: Draft | null): void;
  /** Writes pending drafts at once. */
  flush(): Promise<void>;
}

/** Writes drafts as they change, at most once in each pause. */
export function draftWriter(keeper: DraftKeeper, fail: (error: unknown) => void): DraftWriter {
  let place: string | null = null;
  const waiting = new Map<Key, { readonly timer: ReturnType<typeof setTimeout>; act(): Promise<void> }>();

  return {
    open(of) {
      place = of;
    },
    close() {
      place = null;
    },
    isOpen: (of) => place === of,
    write(key, draft) {
      const at = place;
      if (at === null) return;
      clearTimeout(waiting.get(key)?.timer);
      waiting.delete(key);
      if (!draft) {
        keeper.remove(at, key).catch(fail);
        return;
      }
      const act = () => {
        waiting.delete(key);
        return keeper.put(at, key, draft);
      };
      const pause = draft.text.length + (draft.field?.written.length ?? 0) > LONG ? LONG_PAUSE : PAUSE;
      waiting.set(key, { timer: setTimeout(() => act().catch(fail), pause), act });
    },
    async flush() {
      const late = [...waiting.values()];
      for (const { timer } of late) clearTimeout(timer);
      await Promise.all(late.map(({ act }) => act()));
    },
  };
}

import type { Key, Moment, Revision } from "../../../shared/model/index.ts";
import { type ChosenFile, isCancelled, messageOf } from "../../client/index.ts";
import { mayWrite } from "../readOnly.ts";
import type { Slice } from "../slice.ts";

export interface ToastMessage {
  readonly id: number;
  readonly message: string;
  readonly tone: "done" | "error";
  /** The revision that Undo undoes, true for the last one, or a function; null without Undo. */
  readonly undo: Revision | true | (() => void) | null;
}

/** The open dialog. At most one at a time. */
export type AppDialog =
  | { readonly kind: "import"; readonly file: ChosenFile }
  | {
      readonly kind: "importReport";
      readonly name: string;
      readonly problems: readonly { readonly part: string; readonly reason: string }[];
    }
  | { readonly kind: "export"; readonly at: Moment; readonly keys?: readonly Key[] }
  | { readonly kind: "snapshot" }
  | { readonly kind: "restore"; readonly to: Moment; readonly keys?: readonly Key[] }
  /** To restore one place inside a value. */
  | { readonly kind: "bringBack"; readonly key: Key; readonly pointer: string; readonly to: Moment }
  | { readonly kind: "keyHistory"; readonly key: Key }
  | { readonly kind: "searchHistory" }
  | { readonly kind: "newKey" }
  | { readonly kind: "renameKey"; readonly key: Key }
  | { readonly kind: "deleteKeys"; readonly keys: readonly Key[]; readonly onDeleted: () => void }
  /** To bind a store to this file. */
  | { readonly kind: "watch"; readonly file: ChosenFile }
  /** The file that the open store is bound to or claims to follow. */
  | { readonly kind: "watched" }
  | { readonly kind: "palette" }
  | { readonly kind: "shortcuts" }
  | { readonly kind: "preferences" };

export interface Notice {
  readonly message: string;
  /**
   * Offers Undo: of this revision, as long as it is the last one; true for the last revision; or a function, if nothing
   * was stored.
   */
  readonly undo?: boolean | Revision | (() => void);
  readonly tone?: "done" | "error";
}

/** The engine does not answer. */
export interface EngineStall {
  /** Its current task, for people; null if unknown. */
  readonly work: string | null;
  /** Milliseconds since 1970. */
  readonly since: number;
}

/** Milliseconds without an answer after which the shell reports it. */
const STALLED_AFTER = 5_000;

export interface Feedback {
  readonly engineStall: EngineStall | null;
  /** Since when the shell does not answer, in milliseconds since 1970; null while it does. */
  readonly silentSince: number | null;
  setSilentSince(since: number | null): void;
  /** The engine stopped answering, or, with null, answers again. */
  setEngineStall(stall: Pick<EngineStall, "work"> | null): void;
  readonly toasts: readonly ToastMessage[];
  readonly dialog: AppDialog | null;
  notify(notice: Notice): void;
  /** Shows an error that has no better place; a cancelled call is ignored. */
  fail(error: unknown): void;
  dismissToast(id: number): void;
  show(dialog: AppDialog): void;
  dismissDialog(): void;
}

/** Older ones are removed. */
const MOST_TOASTS = 3;

/** Dialogs that can be opened only if the open store can be changed. */
const WRITING: ReadonlySet<AppDialog["kind"]> = new Set([
  "snapshot",
  "restore",
  "bringBack",
  "newKey",
  "renameKey",
  "deleteKeys",
]);

export const feedback: Slice<Feedback> = (set, get) => {
  let nextId = 1;
  return {
    toasts: [],
    dialog: null,
    silentSince: null,
    setSilentSince: (silentSince) => set({ silentSince }),
    engineStall: null,
    setEngineStall: (stall) =>
      set({ engineStall: stall && { work: stall.work, since: Date.now() - STALLED_AFTER } }),
    notify: ({ message, undo, tone = "done" }) => {
      const toast = { id: nextId++, message, tone, undo: undo === undefined || undo === false ? null : undo };
      // A repeated message replaces its earlier one, and leaves the others.
      const isAgain = (other: ToastMessage) =>
        other.message === message && other.tone === tone && other.undo === toast.undo;
      set(({ toasts }) => ({
        toasts: [...toasts.filter((other) => !isAgain(other)), toast].slice(-MOST_TOASTS),
      }));
    },
    fail: (error) => {
      if (!isCancelled(error)) get().notify({ message: messageOf(error), tone: "error" });
    },
    dismissToast: (id) => set(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) })),
    show: (dialog) => {
      if (!WRITING.has(dialog.kind) || mayWrite(get())) set({ dialog });
    },
    dismissDialog: () => set({ dialog: null }),
  };
};

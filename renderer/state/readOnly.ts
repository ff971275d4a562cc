import type { AppState } from "./app.ts";

/** Why nothing can be changed in the open store, and what to do; null where it can. */
export function whyReadOnly({ status }: Pick<AppState, "status">): string | null {
  if (status?.readOnly == null) return null;
  return status.readOnly === "asked"
    ? "This store was opened to be read only. Open it for writing to change it."
    : "This store is read only: you may not write to its folder. Change the folder’s permissions and reload it, or copy the store to where you may write.";
}

/** The open store, if it can be changed: what comes from a file goes into a new one otherwise. */
export const writableStore = (state: Pick<AppState, "status" | "store">): AppState["store"] =>
  whyReadOnly(state) === null ? state.store : null;

/** Whether the open store can be changed; if it can't, the page says why. */
export function mayWrite(state: AppState): boolean {
  const reason = whyReadOnly(state);
  if (reason !== null && !state.toasts.some(({ message }) => message === reason)) {
    state.notify({ message: reason, tone: "error" });
  }
  return reason === null;
}

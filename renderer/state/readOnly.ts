import type { AppState } from "./app.ts";

/** Why the open store is read-only, and what to do; null if it can be changed. */
export function whyReadOnly({ status }: Pick<AppState, "status">): string | null {
  if (status?.readOnly == null) return null;
  return status.readOnly === "asked"
    ? "This store was opened to be read only. Open it for writing to change it."
    : "This store is read only: you may not write to its folder. Change the folder’s permissions and reload it, or copy the store to where you may write.";
}

/** The open store, if it can be changed; otherwise imports go to a new one. */
export const writableStore = (state: Pick<AppState, "status" | "store">): AppState["store"] =>
  whyReadOnly(state) === null ? state.store : null;

/** Whether the open store can be changed; if not, the page says why. */
export function mayWrite(state: AppState): boolean {
  const reason = whyReadOnly(state);
  if (reason !== null && !state.toasts.some(({ message }) => message === reason)) {
    state.notify({ message: reason, tone: "error" });
  }
  return reason === null;
}

import { createContext, useContext } from "react";

/** Why nothing can be changed just now; null where it can. Controls that write are disabled by it, with that reason. */
export const WriteLock = createContext<string | null>(null);

/** Why a control is locked; null for one that doesn't write, and while writing is possible. */
export function useWriteLock(writes: boolean | undefined): string | null {
  const reason = useContext(WriteLock);
  return writes === true ? reason : null;
}

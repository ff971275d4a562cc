import type { JumpListCategory } from "electron";
import type { RecentStore } from "../../shared/contract/index.ts";

const MOST_RECENTS = 10;

/** How the system starts this program: from its package, or as a folder argument of Electron. */
export interface Program {
  readonly path: string;
  readonly args: readonly string[];
}

/** The recent stores that can be opened, for the list at the program's icon on Windows. */
export function jumpListOf(recents: readonly RecentStore[], { path, args }: Program): JumpListCategory[] {
  const items = openable(recents).map(({ name, location }) => ({
    type: "task" as const,
    title: name,
    description: location,
    program: path,
    args: [...args, location].map(quoted).join(" "),
  }));
  return items.length === 0 ? [] : [{ type: "custom", name: "Recent stores", items }];
}

/** The available recent stores with their paths, latest first. */
export function openable(recents: readonly RecentStore[]): (RecentStore & { readonly location: string })[] {
  return recents
    .filter((recent): recent is RecentStore & { location: string } => recent.location !== null)
    .filter(({ available }) => available)
    .slice(0, MOST_RECENTS);
}

/** One argument quoted for Windows: backslashes are escaped only before a quote. */
function quoted(argument: string): string {
  return `"${argument.replace(/(\\*)("|$)/g, (_all, slashes: string, quote: string) => `${slashes}${slashes}${quote && `\\${quote}`}`)}"`;
}

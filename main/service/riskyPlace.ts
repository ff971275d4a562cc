import { existsSync, realpathSync, statfsSync } from "node:fs";
import { dirname, join, sep } from "node:path";

/** A place in which a store may be damaged by others. */
export interface RiskyPlace {
  readonly kind: "network" | "sync";
  /** What it is, for people. */
  readonly name: string;
}

/** Linux's numbers of file systems (statfs(2)) that other machines, or programs, may change beneath a store. */
const NETWORK: Readonly<Record<number, string>> = {
  26985: "NFS",
  20859: "SMB",
  4283649346: "SMB",
  4266872130: "SMB",
  16914839: "9P, as of WSL",
  1702057286: "FUSE, as of network and cloud drives",
  1397113167: "AFS",
  12805120: "Ceph",
  2020557398: "VirtualBox",
};

/** How programs that synchronise folders call theirs. */
const SYNCED: readonly (readonly [RegExp, string])[] = [
  [/^Dropbox(?: \(.+\))?$/i, "Dropbox"],
  [/^OneDrive(?: - .+)?$/i, "OneDrive"],
  [/^(?:iCloudDrive|Mobile Documents)$/i, "iCloud"],
  [/^(?:Google ?Drive|GoogleDrive-.+)$/i, "Google Drive"],
  [/^CloudStorage$/, "a cloud service"],
  [/^Nextcloud$/i, "Nextcloud"],
  [/^ownCloud$/i, "ownCloud"],
];

/** What such programs leave at the top of a folder that they synchronise. */
const MARKS: readonly (readonly [string, string])[] = [
  [".stfolder", "Syncthing"],
  [".nextcloudsync.log", "Nextcloud"],
  [".owncloudsync.log", "ownCloud"],
];

/**
 * Whether a folder lies where a store may be damaged, as far as that can be seen; null where nothing speaks for it.
 *
 * @param typeOf The number of the file system that a folder is on.
 */
export function riskyPlace(
  folder: string,
  typeOf: (path: string) => number = fileSystemOf,
): RiskyPlace | null {
  const path = realPath(folder);
  const network = /^\\\\(?![.?]\\)/.test(path) ? "a shared folder" : NETWORK[typeOf(path) >>> 0];
  if (network !== undefined) return { kind: "network", name: network };
  const synced = syncedBy(path);
  return synced === null ? null : { kind: "sync", name: synced };
}

/** For people: what may happen there, and what to do. */
export function riskMessage(folder: string, { kind, name }: RiskyPlace): string {
  return kind === "network"
    ? `${folder} lies on a network file system (${name}), where locks may not hold between machines: two that write at once can damage the store. ` +
        "Keep the store on a local disk, and put a bundle there (`strata export store.strata`)."
    : `${folder} lies in a folder that ${name} synchronises, which copies the store's files one by one and may put back older ones: that can damage the store. ` +
        "Keep the store elsewhere, and put a bundle there (`strata export store.strata`).";
}

/** With links resolved, as far as it is there. */
function realPath(folder: string): string {
  return existsSync(folder) || folder === dirname(folder) ? realpathSync(folder) : realPath(dirname(folder));
}

function fileSystemOf(path: string): number {
  // Elsewhere the number means something else in each version of the system.
  return process.platform === "linux" ? statfsSync(path).type : 0;
}

function syncedBy(path: string): string | null {
  for (const part of path.split(sep)) {
    const found = SYNCED.find(([name]) => name.test(part));
    if (found !== undefined) return found[1];
  }
  for (let above = path; ; above = dirname(above)) {
    const found = MARKS.find(([mark]) => existsSync(join(above, mark)));
    if (found !== undefined) return found[1];
    if (above === dirname(above)) return null;
  }
}

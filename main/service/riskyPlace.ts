import { existsSync, realpathSync, statfsSync } from "node:fs";
import { dirname, join, sep } from "node:path";

/** A place where other programs may damage a store. */
export interface RiskyPlace {
  readonly kind: "network" | "sync";
  /** Its kind, for people. */
  readonly name: string;
}

/** Linux's numbers of file systems (statfs(2)) that other machines or programs may change beneath a store. */
const NETWORK: Readonly<Record<number, string>> = {
  26985: "NFS",
  20859: "SMB",
  4283649346: "SMB",
  4266872130: "SMB",
  16914839: "9P, as of WSL",
  1702057286: "FUSE, used by network and cloud drives",
  1397113167: "AFS",
  12805120: "Ceph",
  2020557398: "VirtualBox",
};

/** The usual folder names of programs that synchronise folders. */
const SYNCED: readonly (readonly [RegExp, string])[] = [
  [/^Dropbox(?: \(.+\))?$/i, "Dropbox"],
  [/^OneDrive(?: - .+)?$/i, "OneDrive"],
  [/^(?:iCloudDrive|Mobile Documents)$/i, "iCloud"],
  [/^(?:Google ?Drive|GoogleDrive-.+)$/i, "Google Drive"],
  [/^CloudStorage$/, "a cloud service"],
  [/^Nextcloud$/i, "Nextcloud"],
  [/^ownCloud$/i, "ownCloud"],
];

/** The files that such programs leave at the top of a synchronised folder. */
const MARKS: readonly (readonly [string, string])[] = [
  [".stfolder", "Syncthing"],
  [".nextcloudsync.log", "Nextcloud"],
  [".owncloudsync.log", "ownCloud"],
];

/**
 * Whether a folder is in a place where a store may be damaged; null if no sign of that is found.
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

/** For people: the risk, and what to do. */
export function riskMessage(folder: string, { kind, name }: RiskyPlace): string {
  return kind === "network"
    ? `${folder} is on a network file system (${name}), where locks may not work between machines: two concurrent writers can damage the store. ` +
        "Keep the store on a local disk, and export a bundle there (`strata export store.strata`)."
    : `${folder} is in a folder that ${name} synchronises. It copies the store's files one by one and may restore older ones, which can damage the store. ` +
        "Keep the store elsewhere, and export a bundle there (`strata export store.strata`).";
}

/** The path with links resolved, as far as it exists. */
function realPath(folder: string): string {
  return existsSync(folder) || folder === dirname(folder) ? realpathSync(folder) : realPath(dirname(folder));
}

function fileSystemOf(path: string): number {
  // On other systems the number differs between versions.
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

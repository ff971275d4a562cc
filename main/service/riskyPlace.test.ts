import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { riskMessage, riskyPlace } from "./riskyPlace.ts";

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "strata-place-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const local = () => 0xef53;

describe("F27 where a store lies", () => {
  it.each([
    ["Dropbox", "Dropbox"],
    ["Dropbox (Work)", "Dropbox"],
    ["OneDrive", "OneDrive"],
    ["OneDrive - Contoso", "OneDrive"],
    ["iCloudDrive", "iCloud"],
    ["Mobile Documents", "iCloud"],
    ["Google Drive", "Google Drive"],
    ["GoogleDrive-ann@example.com", "Google Drive"],
    ["Nextcloud", "Nextcloud"],
  ])("F27 a folder inside %s is seen, also before it is made", (name, service) => {
    const folder = join(temporaryFolder(), name, "work");
    mkdirSync(folder, { recursive: true });
    const expected = { kind: "sync", name: service };
    expect(riskyPlace(folder, local)).toEqual(expected);
    expect(riskyPlace(join(folder, "not", "yet"), local)).toEqual(expected);
    const link = join(temporaryFolder(), "link");
    symlinkSync(folder, link, "junction");
    expect(riskyPlace(link, local)).toEqual(expected);
    expect(riskMessage(folder, { kind: "sync", name: service })).toMatch(/Keep the store elsewhere/);
  });

  it.each([
    [".stfolder", "Syncthing"],
    [".nextcloudsync.log", "Nextcloud"],
  ])("F27 a folder below %s is seen", (mark, service) => {
    const top = temporaryFolder();
    mkdirSync(join(top, mark));
    mkdirSync(join(top, "a", "b"), { recursive: true });
    expect(riskyPlace(join(top, "a", "b"), local)).toEqual({ kind: "sync", name: service });
  });

  it.each([
    [0x6969, "NFS"],
    [0xff534d42, "SMB"],
    // As a signed number, which some systems return.
    [0xff534d42 | 0, "SMB"],
    [0x65735546, "FUSE, used by network and cloud drives"],
  ])("F27 a file system of type %i is a network's", (type, name) => {
    const folder = temporaryFolder();
    expect(riskyPlace(folder, () => type)).toEqual({ kind: "network", name });
    expect(riskMessage(folder, { kind: "network", name })).toMatch(/locks may not work/);
  });

  it("F27 nothing is said of an ordinary folder", () => {
    const folder = join(temporaryFolder(), "My Dropbox notes", "dropboxes");
    mkdirSync(folder, { recursive: true });
    expect(riskyPlace(folder, local)).toBeNull();
  });
});

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { JsonValue } from "../../main/engine/persistence.ts";
import { gitIn } from "./git-command.ts";
import type { OpenPeer, Peer } from "./peer.ts";
import { writeSynced } from "./synced-file.ts";

/** The git command over one JSON file, each entry on a line of its own so that git's differences are by key. */
export const peer: Peer = {
  open(directory): OpenPeer {
    const git = gitIn(directory);
    const path = join(directory, "data.json");
    const read = (): Record<string, JsonValue> =>
      existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
    let data = read();
    const write = () => {
      const lines = Object.entries(data).map(
        ([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`,
      );
      writeSynced(path, `{\n${lines.join(",\n")}\n}\n`);
    };
    return {
      load(documents) {
        for (const { key, value } of documents) data[key] = value;
        write();
        git(["add", "data.json"]);
        git(["commit", "-q", "-m", "load"]);
      },
      set({ key, value }) {
        data[key] = value;
        write();
      },
      setMany(documents) {
        for (const { key, value } of documents) data[key] = value;
        write();
      },
      replaceAll(documents) {
        data = Object.fromEntries(documents.map(({ key, value }) => [key, value]));
        write();
      },
      get: (key) => data[key],
      commit() {
        git(["add", "data.json"]);
        git(["commit", "-q", "--allow-empty", "-m", "snapshot"]);
        return git(["rev-parse", "HEAD"]).trim();
      },
      compare: (from, to) => (git(["diff", "-U0", from, to]).match(/^\+"/gm) ?? []).length,
      restore(state) {
        git(["restore", `--source=${state}`, "--staged", "--worktree", "--", "."]);
        data = read();
      },
      compact() {
        git(["gc", "-q"]);
      },
      peakMemory: async () => null,
      close() {},
    };
  },
};

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Document } from "../documents.ts";
import { gitIn } from "./git-command.ts";
import type { OpenPeer, Peer } from "./peer.ts";
import { writeSynced } from "./synced-file.ts";

/** The git command over a work tree with one file for each key. */
export const peer: Peer = {
  open(directory): OpenPeer {
    const git = gitIn(directory);
    const changed = new Set<string>();
    const put = ({ key, value }: Document) => {
      writeSynced(join(directory, key), JSON.stringify(value));
      changed.add(key);
    };
    return {
      load(documents) {
        for (const { key, value } of documents) {
          mkdirSync(join(directory, dirname(key)), { recursive: true });
          writeFileSync(join(directory, key), JSON.stringify(value));
        }
        // One synced pack in place of a synced file for each object.
        git(["-c", "core.fsync=none", "add", "."]);
        git(["-c", "core.fsync=none", "commit", "-q", "-m", "load"]);
        git(["gc", "-q"]);
      },
      set: put,
      setMany(documents) {
        for (const document of documents) put(document);
      },
      replaceAll(documents) {
        const present = git(["ls-files", "-z"]).split("\0").filter(Boolean);
        const kept = new Set(documents.map(({ key }) => key));
        for (const key of present.filter((name) => !kept.has(name))) {
          rmSync(join(directory, key));
          changed.add(key);
        }
        for (const { key, value } of documents) {
          const path = join(directory, key);
          const text = JSON.stringify(value);
          if (existsSync(path) && readFileSync(path, "utf8") === text) continue;
          mkdirSync(dirname(path), { recursive: true });
          writeFileSync(path, text);
          changed.add(key);
        }
      },
      get: (key) => JSON.parse(readFileSync(join(directory, key), "utf8")),
      commit() {
        git(["add", "--pathspec-from-file=-"], [...changed].join("\n"));
        changed.clear();
        git(["commit", "-q", "--allow-empty", "-m", "snapshot"]);
        return git(["rev-parse", "HEAD"]).trim();
      },
      compare: (from, to) => (git(["diff", "-U0", from, to]).match(/^diff --git /gm) ?? []).length,
      restore(state) {
        git(["restore", `--source=${state}`, "--staged", "--worktree", "--", "."]);
      },
      history: (key) =>
        (git(["log", "-p", "--format=commit %H", "--", key]).match(/^commit /gm) ?? []).length,
      compact() {
        git(["gc", "-q"]);
      },
      peakMemory: async () => null,
      close() {},
    };
  },
};

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

/** Runs git in this work tree and gives what it prints. Throws with what git said when it fails. */
export function gitIn(directory: string): (args: readonly string[], input?: string) => string {
  const environment = {
    ...process.env,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_AUTHOR_NAME: "bench",
    GIT_AUTHOR_EMAIL: "bench@example.org",
    GIT_COMMITTER_NAME: "bench",
    GIT_COMMITTER_EMAIL: "bench@example.org",
  };
  const git = (args: readonly string[], input = "") => {
    const done = spawnSync("git", ["-C", directory, ...args], {
      input,
      encoding: "utf8",
      env: environment,
      maxBuffer: 2 ** 30,
    });
    if (done.error) throw new Error(`Could not run git: ${done.error.message}`, { cause: done.error });
    if (done.status !== 0) throw new Error(`git ${args.join(" ")} failed: ${done.stderr}`);
    return done.stdout;
  };
  if (!existsSync(join(directory, ".git"))) {
    git(["init", "-q"]);
    // Synced like every other store here, and no clearing up in the middle of a measurement.
    for (const [name, value] of [
      ["core.fsync", "all"],
      ["gc.auto", "0"],
      ["maintenance.auto", "false"],
    ] as const) {
      git(["config", name, value]);
    }
  }
  return git;
}

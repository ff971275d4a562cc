import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const here = import.meta.dirname;

/** Installs the peers and the real data when they are not there yet. Throws when npm fails. */
export function installPeers(): void {
  if (existsSync(join(here, "node_modules", ".package-lock.json"))) return;
  console.error("Installing what Strata is measured against …");
  run("npm", ["ci", "--prefix", here], here);
}

/** How to start Node for a peer: a command with its first arguments, or why it can't be started here. */
export type NodeCommand = { readonly command: readonly string[] } | { readonly missing: string };

/**
 * Node under a C library at least this new. Where the system's is older, Debian 13's is fetched by apt into this
 * folder and its loader starts Node; nothing is installed.
 */
export function nodeWithGlibc(wanted: string): NodeCommand {
  const report = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  const present = report.header.glibcVersionRuntime;
  if (process.platform !== "linux" || (present && !isOlder(present, wanted)))
    return { command: [process.execPath] };
  const missing = `its binary needs glibc ${wanted}, this system has ${present ?? "another C library"}`;
  if (process.arch !== "x64") return { missing };
  try {
    const libraries = newerLibraries();
    const loader = join(libraries, "ld-linux-x86-64.so.2");
    const path = [libraries, "/usr/lib/x86_64-linux-gnu", "/lib/x86_64-linux-gnu"].join(":");
    return { command: [loader, "--library-path", path, process.execPath] };
  } catch (error) {
    return { missing: `${missing}, and Debian 13's could not be fetched (${String(error).split("\n")[0]})` };
  }
}

/** The folder of Debian 13's C library; fetched when it is not there yet. */
function newerLibraries(): string {
  const home = join(here, "node_modules", ".libc");
  const libraries = join(home, "root", "usr", "lib", "x86_64-linux-gnu");
  if (existsSync(join(libraries, "libc.so.6"))) return libraries;
  const sources = join(home, "sources");
  for (const folder of ["sources", "state/lists/partial", "cache/archives/partial"]) {
    mkdirSync(join(home, folder), { recursive: true });
  }
  writeFileSync(
    join(sources, "trixie.sources"),
    [
      "Types: deb",
      `URIs: ${debianArchive()}`,
      "Suites: trixie",
      "Components: main",
      "Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg",
      "",
    ].join("\n"),
  );
  const apart = [
    "Dir::Etc::sourcelist=/dev/null",
    `Dir::Etc::sourceparts=${sources}`,
    `Dir::State=${join(home, "state")}`,
    `Dir::Cache=${join(home, "cache")}`,
    "Dir::State::status=/dev/null",
  ].flatMap((option) => ["-o", option]);
  run("apt-get", [...apart, "-qq", "update"], home);
  run("apt-get", [...apart, "-qq", "download", "libc6"], home);
  const archive = readdirSync(home).find((name) => name.endsWith(".deb"));
  if (!archive) throw new Error("apt-get downloaded no package.");
  run("dpkg-deb", ["-x", archive, "root"], home);
  return libraries;
}

/** Where this system gets its own Debian packages from. */
function debianArchive(): string {
  const args = ["indextargets", "--format", "$(REPO_URI)", "Created-By: Packages", "Label: Debian"];
  const archive = run("apt-get", args, here).split("\n")[0];
  if (!archive) throw new Error("This system's apt knows no archive of Debian.");
  return archive;
}

function isOlder(version: string, than: string): boolean {
  return version.localeCompare(than, "en", { numeric: true }) < 0;
}

/** What the command prints. Throws with what it says on its error output when it fails. */
function run(command: string, args: readonly string[], directory: string): string {
  const done = spawnSync(command, args, {
    cwd: directory,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 2 ** 26,
  });
  if (done.error) throw new Error(`Could not run ${command}: ${done.error.message}`, { cause: done.error });
  if (done.status !== 0) throw new Error(`${command} failed: ${done.stderr.trim()}`);
  return done.stdout;
}

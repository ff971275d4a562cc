import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");

interface Manifest {
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

it("docs/dependencies.md names every direct dependency with its licence, and no other", () => {
  const manifest: Manifest = JSON.parse(read("package.json"));
  const listed = read("docs/dependencies.md")
    .split("## Not in")[0]
    ?.matchAll(/^\| `([^`]+)` \|.*\| ([^|]+) \|$/gm);

  const page = Object.fromEntries([...(listed ?? [])].map(([, name = "", licence = ""]) => [name, licence]));
  const packages = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
  const stated = packages.map((name) => {
    const { license }: Manifest = JSON.parse(read(`node_modules/${name}/package.json`));
    return [name, license ?? "none"] as const;
  });
  expect(page).toEqual(Object.fromEntries(stated));
});

it("the lock file and the project's npm settings name no package registry", () => {
  expect(read("package-lock.json")).not.toMatch(/"resolved": "https?:/);
  expect(read(".npmrc")).toMatch(/^omit-lockfile-registry-resolved=true$/m);
});

it("the lock file holds the binaries of every platform, without which npm ci refuses it", () => {
  interface Locked {
    readonly optionalDependencies?: Readonly<Record<string, string>>;
  }
  const packages: Readonly<Record<string, Locked>> = JSON.parse(read("package-lock.json")).packages;
  const places = Object.keys(packages);
  const missing = Object.values(packages)
    .flatMap(({ optionalDependencies }) => Object.keys(optionalDependencies ?? {}))
    .filter((name) => !places.some((place) => place.endsWith(`node_modules/${name}`)));
  expect(missing).toEqual([]);
});

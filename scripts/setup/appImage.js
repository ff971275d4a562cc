// The AppImage of the app: made of a packaged folder with a C compiler and SquashFS's tools, so that nothing is downloaded for it.
import { appendFile, copyFile, cp, mkdir, mkdtemp, open, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { APP_NAME, ICON_SIZES, icon } from "./desktopFiles.js";
import { Failure } from "./failure.js";
import { inProject } from "./paths.js";
import { run } from "./run.js";

/** What the runtime is linked with, by the Debian package that has it. */
const LIBRARIES = {
  "libsquashfuse-dev": "squashfuse_ll",
  "libfuse3-dev": "fuse3",
  "zlib1g-dev": "z",
  "liblzma-dev": "lzma",
  "liblz4-dev": "lz4",
  "libzstd-dev": "zstd",
};
const PROGRAMS = { gcc: "gcc", mksquashfs: "squashfs-tools" };
/** A type 2 AppImage, as the specification has it, says so here. */
const MAGIC = { at: 8, bytes: Buffer.from("AI\u0002", "latin1") };

/** What is missing here to make an AppImage, by Debian's packages. */
export async function missingForAppImage() {
  if (process.platform !== "linux") return ["Linux"];
  const missing = [];
  for (const [program, debian] of Object.entries(PROGRAMS)) {
    const found = await run("sh", ["-c", `command -v ${program}`], { capture: true });
    if (found.code !== 0) missing.push(debian);
  }
  if (missing.includes("gcc")) return [...missing, "libc6-dev", ...Object.keys(LIBRARIES)];
  for (const [debian, name] of Object.entries({ "libc6-dev": "c", ...LIBRARIES })) {
    // It answers with the name alone where it finds none.
    const { output } = await run("gcc", [`-print-file-name=lib${name}.a`], { capture: true });
    if (!output.startsWith("/")) missing.push(debian);
  }
  return missing;
}

/**
 * Makes an AppImage of an app that electron-builder left in a folder.
 * @param {string} folder the packaged app
 * @param {string} destination the folder to put the AppImage in
 * @param {{ level: number }} compression of zstd, 1 to 22
 * @returns {Promise<string>} the path of the AppImage
 */
export async function makeAppImage(folder, destination, { level }) {
  const { version } = JSON.parse(await readFile(inProject("package.json"), "utf8"));
  const path = join(destination, `Strata-${version}-linux-${process.arch}.AppImage`);
  const work = await mkdtemp(join(tmpdir(), "strata-appimage-"));
  try {
    const runtime = join(work, "runtime");
    await compileRuntime(runtime);
    const root = join(work, "root");
    await layOut(folder, root);
    const image = join(work, "image");
    const options = [
      "-quiet",
      "-no-progress",
      "-all-root",
      "-noappend",
      "-comp",
      "zstd",
      "-Xcompression-level",
      `${level}`,
    ];
    await must("mksquashfs", [root, image, ...options]);
    await copyFile(runtime, path);
    await appendFile(path, await readFile(image));
    return path;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** @param {string} path */
async function compileRuntime(path) {
  const flags = ["-std=gnu17", "-O2", "-Wall", "-Wextra", "-D_FILE_OFFSET_BITS=64", "-static", "-s"];
  const libraries = Object.values(LIBRARIES).map((name) => `-l${name}`);
  await must("gcc", [
    ...flags,
    "-o",
    path,
    inProject("packaging/appimage/runtime.c"),
    ...libraries,
    "-lpthread",
  ]);
  const program = await open(path, "r+");
  try {
    const { buffer: header } = await program.read(Buffer.alloc(64), 0, 64, 0);
    // The runtime looks for its image behind its table of sections, so nothing may stand between.
    const end = Number(header.readBigUInt64LE(0x28)) + header.readUInt16LE(0x3a) * header.readUInt16LE(0x3c);
    const { size } = await program.stat();
    if (end !== size)
      throw new Failure(`The AppImage's runtime ends at byte ${size}, its table of sections at ${end}.`);
    await program.write(MAGIC.bytes, 0, MAGIC.bytes.length, MAGIC.at);
  } finally {
    await program.close();
  }
}

/**
 * The folder that the image holds, as the specification has it.
 * @param {string} folder
 * @param {string} root
 */
async function layOut(folder, root) {
  await cp(folder, join(root, "usr/lib", APP_NAME), { recursive: true, verbatimSymlinks: true });
  const share = join(root, "usr/share");
  for (const size of ICON_SIZES)
    await put(icon(size), join(share, `icons/hicolor/${size}x${size}/apps/${APP_NAME}.png`));
  for (const library of Object.keys(LIBRARIES)) {
    await put(`/usr/share/doc/${library}/copyright`, join(share, "doc", library, "copyright"));
  }
  await put(inProject("packaging/linux.mime.xml"), join(share, `mime/packages/${APP_NAME}.xml`));
  await put(inProject("packaging/linux.desktop"), join(root, `${APP_NAME}.desktop`));
  await put(inProject("packaging/strata"), join(root, "usr/bin/strata"));
  await put(icon(256), join(root, `${APP_NAME}.png`));
  await symlink(`${APP_NAME}.png`, join(root, ".DirIcon"));
  await put(inProject("packaging/appimage/AppRun"), join(root, "AppRun"));
}

/**
 * @param {string} from
 * @param {string} to in a folder that is made if need be
 */
async function put(from, to) {
  await mkdir(dirname(to), { recursive: true });
  await copyFile(from, to);
}

/**
 * @param {string} program
 * @param {readonly string[]} args
 */
async function must(program, args) {
  const { code, output } = await run(program, args, { capture: true });
  if (code !== 0) throw new Failure(`The AppImage can't be made, ${program} failed:\n${output}`);
}

import { stat } from "node:fs/promises";
import { extname, isAbsolute, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** The built page. The path is the same from the sources and from a build: `dist/renderer`. */
export const PAGE_DIRECTORY = fileURLToPath(
  import.meta.url.endsWith(".ts")
    ? new URL("../../../dist/renderer/", import.meta.url)
    : new URL("../renderer/", import.meta.url),
);

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
};

export interface Asset {
  readonly path: string;
  readonly type: string;
  readonly size: number;
}

/**
 * The page's file for a URL path; null for anything outside the directory, for anything but a regular file, and for an
 * unknown type.
 */
export async function findAsset(directory: string, pathname: string): Promise<Asset | null> {
  const wanted = decode(pathname === "/" ? "/index.html" : pathname);
  if (wanted === null || wanted.includes("\0") || wanted.includes("\\")) return null;
  const path = join(directory, wanted);
  const inside = relative(directory, path);
  if (inside === "" || inside === ".." || inside.startsWith(`..${sep}`) || isAbsolute(inside)) return null;
  const type = TYPES[extname(path)];
  if (!type) return null;
  const found = await stat(path).catch(() => null);
  return found?.isFile() ? { path, type, size: found.size } : null;
}

function decode(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return null;
  }
}

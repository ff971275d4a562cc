import { readFileSync } from "node:fs";
import { z } from "zod";

/** The project's root, from the sources and from the single folder of a build. */
const root = import.meta.url.endsWith(".ts") ? "../../../" : "../../";
const text = readFileSync(new URL(`${root}package.json`, import.meta.url), "utf8");
const description = z
  .object({ version: z.string(), releases: z.string().optional() })
  .parse(JSON.parse(text));

/** Strata's own version. */
export const VERSION = description.version;
/** The address that announces the newest version; an unpublished copy has none. */
export const RELEASES = description.releases ?? null;

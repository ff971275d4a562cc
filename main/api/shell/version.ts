import { readFileSync } from "node:fs";
import { z } from "zod";

/** The project's root, from source as from the one folder that a build puts everything into. */
const root = import.meta.url.endsWith(".ts") ? "../../../" : "../../";
const text = readFileSync(new URL(`${root}package.json`, import.meta.url), "utf8");
const description = z
  .object({ version: z.string(), releases: z.string().optional() })
  .parse(JSON.parse(text));

/** Strata's own version. */
export const VERSION = description.version;
/** The address that says which version is the newest; a copy that nobody published has none. */
export const RELEASES = description.releases ?? null;

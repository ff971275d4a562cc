import { readFileSync } from "node:fs";
import { z } from "zod";

/** The project's root, from source as from the one folder that a build puts everything into. */
const root = import.meta.url.endsWith(".ts") ? "../../../" : "../../";
const description = readFileSync(new URL(`${root}package.json`, import.meta.url), "utf8");

/** Strata's own version. */
export const VERSION = z.object({ version: z.string() }).parse(JSON.parse(description)).version;

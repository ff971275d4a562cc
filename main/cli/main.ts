#!/usr/bin/env node
import { refusalOf } from "./nodeVersion.ts";

// What an older Node lacks it would report as a fault in a file of ours, before a word of ours could run.
const refusal = refusalOf(process.versions.node);
if (refusal === null) await import("./process.ts");
else {
  process.stderr.write(`${refusal}\n`);
  process.exitCode = 1;
}

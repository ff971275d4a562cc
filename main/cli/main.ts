#!/usr/bin/env node
import { refusalOf } from "./nodeVersion.ts";

// Checked first, because an older Node would otherwise report a missing feature as an error in our code.
const refusal = refusalOf(process.versions.node);
if (refusal === null) await import("./process.ts");
else {
  process.stderr.write(`${refusal}\n`);
  process.exitCode = 1;
}

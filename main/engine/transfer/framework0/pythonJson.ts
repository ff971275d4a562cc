import { createHash } from "node:crypto";
import { ExactNumber, type ExactValue, isExactArray, isExactObject } from "../../../../shared/json/index.ts";

/** A finite float in the notation of Python's `repr`: `3.0`, `1e+16`, `1e-05`. */
export function pythonFloat(float: number): string {
  if (Object.is(float, -0)) return "-0.0";
  const [digits = "0", exponent = "0"] = float.toExponential().split("e");
  const power = Number(exponent);
  if (power < -4 || power >= 16) {
    const sign = power < 0 ? "-" : "+";
    return `${digits}e${sign}${String(Math.abs(power)).padStart(2, "0")}`;
  }
  // JavaScript uses exponents only below 1e-6 and from 1e21 on, both outside this range.
  const text = String(float);
  return text.includes(".") ? text : `${text}.0`;
}

/** The output of Python's `json.dumps(value, sort_keys=True)`, from which a snapshot's checksum is computed. */
export function pythonDumps(value: ExactValue): string {
  if (isExactArray(value)) return `[${value.map(pythonDumps).join(", ")}]`;
  if (isExactObject(value)) {
    const members = [...value].sort(([a], [b]) => byCodePoint(a, b));
    return `{${members.map(([name, member]) => `${asciiString(name)}: ${pythonDumps(member)}`).join(", ")}}`;
  }
  if (typeof value === "string") return asciiString(value);
  if (value instanceof ExactNumber) return value.literal;
  return String(value);
}

/** SHA-256 of `pythonDumps`, in hex. */
export function pythonChecksum(value: ExactValue): string {
  return createHash("sha256").update(pythonDumps(value)).digest("hex");
}

function asciiString(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[\x7f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function byCodePoint(a: string, b: string): number {
  // UTF-8 keeps the order of code points; UTF-16 does not.
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

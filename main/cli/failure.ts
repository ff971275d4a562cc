import { CommanderError } from "commander";
import { EXIT, type ExitCode } from "./exitCodes.ts";

/** Shown where something is damaged. */
export const RECOVER = "`strata recover <new folder>` copies the readable part to a new store.";

/**
 * An error as the command line prints it: a sentence for people, or with --json one line of JSON. Null if it was
 * already printed.
 */
export function failureText(error: unknown, code: ExitCode, json: boolean): string | null {
  if (!json) return sentence(error, code);
  const { key, pointer, path, line, column } = error as Readonly<Record<string, unknown>>;
  const message = jsonMessage(error, code);
  if (message === null) return null;
  return JSON.stringify({ error: { code: kindOf(error, code), message, key, pointer, path, line, column } });
}

function sentence(error: unknown, code: ExitCode): string | null {
  if (!(error instanceof Error)) return String(error);
  // Commander has already printed the usage error.
  if (error instanceof CommanderError) return null;
  if (error.name === "AbortError") return "Stopped. Nothing was changed.";
  if (code === EXIT.defect) return `This is a defect in Strata: ${error.stack}`;
  return code === EXIT.damaged && !error.message.includes("strata recover")
    ? `${error.message} ${RECOVER}`
    : error.message;
}

function jsonMessage(error: unknown, code: ExitCode): string | null {
  if (error instanceof CommanderError) {
    return error.code === "commander.help"
      ? "Expected a command. `strata --help` lists them."
      : error.message.replace(/^error: /, "");
  }
  return code === EXIT.defect && error instanceof Error
    ? `This is a defect in Strata: ${error.message}`
    : sentence(error, code);
}

function kindOf(error: unknown, code: ExitCode): string {
  if (code === EXIT.usage) return "USAGE";
  if (error instanceof Error && error.name === "AbortError") return "STOPPED";
  return error instanceof Error && "code" in error ? String(error.code) : "DEFECT";
}

import type { Argument, Command, Help, Option } from "commander";
import { EXIT, EXIT_MEANINGS } from "./exitCodes.ts";

/** The manual page of the command line, in troff, generated from the same commands and options as the help. */
export function manPage(program: Command, version: string): string {
  const help = program.createHelp();
  const name = program.name();
  return [
    `.TH ${name.toUpperCase()} 1 "" "${name} ${escaped(version)}" "User Commands"`,
    ".SH NAME",
    `${name} \\- ${escaped(lowerFirst(program.description()).replace(/\.$/, ""))}`,
    ".SH SYNOPSIS",
    `.B ${name}`,
    "[options] <command> [arguments]",
    ".SH COMMANDS",
    ...commandsBelow(program, help).flatMap(({ command, path }) => section(command, path, help)),
    ".SH OPTIONS OF EVERY COMMAND",
    ...help.visibleOptions(program).flatMap(option),
    ".SH EXIT STATUS",
    ...entries(EXIT_MEANINGS).flatMap(([key, meaning]) => [".TP", `.B ${EXIT[key]}`, escaped(meaning)]),
    ".SH ENVIRONMENT",
    ...entries(VARIABLES).flatMap(([variable, meaning]) => [".TP", `.B ${variable}`, escaped(meaning)]),
    "",
  ].join("\n");
}

const VARIABLES = {
  STRATA_STORE: "The store, unless --store names one.",
  STRATA_AUTHOR: "The author that revisions record; by default the user's name in the system.",
  STRATA_USER_DATA: "The folder for the app's preferences and its own stores.",
  NO_COLOR: "No colours, if it is not empty.",
  FORCE_COLOR: "Colours even if stdout is not a terminal; 0 for none.",
  STRATA_PAGER: "The pager for long output on a terminal, before PAGER and less; empty for none.",
} as const;

function entries<Key extends string>(record: Readonly<Record<Key, string>>): [Key, string][] {
  return Object.entries(record) as [Key, string][];
}

interface Placed {
  readonly command: Command;
  readonly path: string;
}

function commandsBelow(parent: Command, help: Help, prefix = ""): Placed[] {
  return help.visibleCommands(parent).flatMap((command) => {
    if (command.name() === "help") return [];
    const path = `${prefix}${command.name()}`;
    return [{ command, path }, ...commandsBelow(command, help, `${path} `)];
  });
}

function section(command: Command, path: string, help: Help): string[] {
  const description = command.description() || command.summary();
  return [
    `.SS ${[path, ...command.registeredArguments.map(usage)].map(escaped).join(" ")}`,
    escaped(description),
    ...command.registeredArguments.flatMap(argument),
    ...help
      .visibleOptions(command)
      .filter(({ long }) => long !== "--help")
      .flatMap(option),
  ];
}

function usage(one: Argument): string {
  const word = `${one.name()}${one.variadic ? "..." : ""}`;
  return one.required ? `<${word}>` : `[${word}]`;
}

function argument(one: Argument): string[] {
  return one.description === "" ? [] : [".TP", `.I ${escaped(one.name())}`, escaped(one.description)];
}

function option({ flags, description, argChoices }: Option): string[] {
  const choices = argChoices === undefined ? "" : ` (${argChoices.join(", ")})`;
  return [".TP", `.B ${escaped(flags)}`, escaped(`${description}${choices}`)];
}

/** Text with troff's special characters escaped. */
function escaped(text: string): string {
  return text
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replaceAll("…", "...")
    .replace(/^(?=['.])/gm, "\\&");
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

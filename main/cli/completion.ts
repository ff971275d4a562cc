import { readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { RootCommand } from "@bomb.sh/tab";
import type { Command } from "commander";
import { NOW } from "../../shared/model/index.ts";
import type { EnhancedPersistence } from "../engine/persistence.ts";

/** The most tags, versions and keys that are offered. */
const MOST = 200;

/** The words from a store that completion can offer. */
export interface Offers {
  readonly moments: readonly string[];
  readonly keys: readonly string[];
}

export const NO_OFFERS: Offers = { moments: [], keys: [] };

/** Words that need no quoting, which differs between shells. */
const WORD = /^[\w.:/@%+=,-]+$/;

export async function offersOf(store: EnhancedPersistence): Promise<Offers> {
  const tags = (await store.tags()).map(({ tag }) => tag);
  const versions = (await store.listSnapshots()).map(({ version }) => version);
  const words = (list: readonly string[]) => list.filter((word) => WORD.test(word)).slice(0, MOST);
  return {
    moments: ["now", "latest", ...words(tags), ...words(versions)],
    keys: words(await store.keys(NOW, {}, MOST)),
  };
}

type Handler = (complete: (word: string, description: string) => void) => void;

/**
 * The library's script for bash evaluates the typed text and expands the offered words. A file name could contain a
 * command, and `strata list > data.json` followed by Tab emptied the file. This script evaluates nothing.
 */
const BASH = `__strata_complete() {
    local cur prev words cword out line
    if declare -F _get_comp_words_by_ref > /dev/null; then
        _get_comp_words_by_ref -n "=:" cur prev words cword
    else
        words=("\${COMP_WORDS[@]}"); cword=$COMP_CWORD; cur=\${COMP_WORDS[COMP_CWORD]}
    fi
    out=$(strata complete -- "\${words[@]:1:cword}" 2> /dev/null)
    COMPREPLY=()
    while IFS= read -r line; do
        line=\${line%%$'\\t'*}
        [[ -n $line && $line != :* && $line == "$cur"* ]] && COMPREPLY+=("$line")
    done <<< "$out"
    if declare -F __ltrim_colon_completions > /dev/null; then __ltrim_colon_completions "$cur"; fi
}
complete -F __strata_complete strata`;

/** The library's script for zsh evaluates a typed option up to its `=`. This one evaluates nothing. */
const ZSH = `#compdef strata
_strata() {
    local -a lines files folders
    local line
    lines=("\${(@f)$(strata complete -- "\${(@)words[2,CURRENT]}" 2> /dev/null)}")
    for line in "\${lines[@]}"; do
        line=\${line%%$'\\t'*}
        if [[ -z $line || $line == :* ]]; then continue; fi
        if [[ $line == */ ]]; then folders+=("$line"); else files+=("$line"); fi
    done
    compadd -S '' -- "\${folders[@]}"
    compadd -- "\${files[@]}"
}
compdef _strata strata`;

/** PowerShell treats each of these quotation marks as an apostrophe; the library's script doubles only the plain one. */
const POWERSHELL_QUOTES = {
  alone: `($_ -replace "'", "''")`,
  all: `($_ -replace "(['\\u2018-\\u201b])", '$1$1')`,
};

/** Prints the script that makes a shell ask for completions. */
export function printScript(name: string, shell: string): void {
  const ours = { bash: BASH, zsh: ZSH }[shell];
  const { log } = console;
  if (ours !== undefined) {
    log(ours);
    return;
  }
  console.log = (script: string) => log(script.replace(POWERSHELL_QUOTES.alone, () => POWERSHELL_QUOTES.all));
  try {
    new RootCommand().setup(name, name, shell);
  } finally {
    console.log = log;
  }
}

/** Prints the completions of the last word, in the protocol of these scripts. */
export function printCompletions(
  program: Command,
  words: readonly string[],
  offers: Offers,
  directory: string,
): void {
  const root = new RootCommand();
  const handlerOf = (name: string, choices?: readonly string[]): Handler => {
    return (complete) => {
      for (const word of choices ?? wordsFor(name, offers, words.at(-1) ?? "", directory)) complete(word, "");
    };
  };
  const common = program.createHelp().visibleOptions(program);
  const add = (command: Command, path: string) => {
    const target = path === "" ? root : root.command(path, command.summary() || command.description());
    const help = command.createHelp();
    for (const { long, short, description, flags, argChoices } of [
      ...help.visibleOptions(command),
      ...common,
    ]) {
      const name = long?.slice(2);
      if (name === undefined) continue;
      const value = /[<[]([\w-]+)/.exec(flags)?.[1];
      const alias = short?.slice(1);
      if (value === undefined) target.option(name, description, alias);
      else target.option(name, description, handlerOf(value, argChoices), alias);
    }
    for (const argument of command.registeredArguments) {
      target.argument(argument.name(), handlerOf(argument.name(), argument.argChoices), argument.variadic);
    }
    for (const child of help.visibleCommands(command)) add(child, `${path} ${child.name()}`.trim());
  };
  add(program, "");
  root.parse([...words]);
}

/** Chooses the words by the argument's name: all commands use the same names for the same things. */
function wordsFor(name: string, offers: Offers, current: string, directory: string): readonly string[] {
  if (["moment", "from", "to", "snapshot", "versions", "base", "tag"].includes(name)) return offers.moments;
  if (["key", "keys"].includes(name)) return offers.keys;
  return ["file", "folder", "path"].includes(name) ? filesFor(current, directory) : [];
}

function filesFor(current: string, directory: string): string[] {
  const folder = current.endsWith("/") ? current : dirname(current);
  const shown = folder === "." && !current.startsWith("./") ? "" : folder;
  try {
    return (
      readdirSync(resolve(directory, folder), { withFileTypes: true })
        .filter(({ name }) => !name.startsWith("."))
        .map((found) => `${join(shown, found.name)}${found.isDirectory() ? "/" : ""}`)
        // A shell inserts an offered word unquoted, so no name may contain a command.
        .filter((path) => WORD.test(path))
    );
  } catch {
    // The folder does not exist, so there is nothing to offer.
    return [];
  }
}

import type { ReactNode } from "react";
import type { App, AppState } from "../state/app.ts";
import { mayWrite, whyReadOnly } from "../state/readOnly.ts";

/** Where a command is at home: the headings of the help page, in their order. */
export const places = [
  "Everywhere",
  "Lists and trees",
  "Keys and values",
  "The tree of a value",
  "Timeline",
  "Comparing",
] as const;
export type Place = (typeof places)[number];

export interface Declared {
  /** What the palette, the menus, the buttons and the help page say. */
  readonly name: string | ((state: AppState) => string);
  readonly icon?: ReactNode;
  readonly shortcut?: string;
  /** Other combinations that do the same, except on a Mac. */
  readonly otherShortcuts?: readonly string[];
  /** Whether it changes the open store: then it is disabled where that is only read. */
  readonly writes?: true;
  readonly danger?: true;
  /** Whether it can be done now; always, when it is left out. */
  readonly isEnabled?: (state: AppState) => boolean;
  /** Left out where what is on show carries it out: by `useCommand`, or by the keys of the list that has the focus. */
  readonly run?: (app: App) => void;
  /** Its keys mean it before what has the focus gets them. */
  readonly isEarly?: true;
  /** Once more for each time that a held key repeats. */
  readonly repeats?: true;
  /** Its keys mean it in a dialog too. */
  readonly worksInDialogs?: true;
  /** Fields that its keys are left to; a single key is left to all. */
  readonly leavesKeysTo?: "inputs" | "fields";
}
export type Command = Declared & { readonly id: string };

const declared: { readonly place: Place; readonly command: Command }[] = [];

/** Adds commands to the registry, in the order of the table, whose names become their ids. */
export function declareCommands<const Table extends Readonly<Record<string, Declared>>>(
  place: Place,
  table: Table,
): { readonly [Id in keyof Table]: Table[Id] & { readonly id: Id } } {
  const commands = Object.entries(table).map(([id, command]) => ({ ...command, id }));
  for (const command of commands) declared.push({ place, command });
  return Object.fromEntries(commands.map((command) => [command.id, command])) as never;
}

export const commandsAt = (place: Place): readonly Command[] =>
  declared.flatMap((each) => (each.place === place ? [each.command] : []));

/** The command of the whole app that has this id. */
export function commandOf(id: string): Command {
  const command = commandsAt("Everywhere").find((each) => each.id === id);
  if (!command) throw new Error(`Expected a command named ${id}`);
  return command;
}

export const nameOf = ({ name }: Pick<Declared, "name">, state: AppState): string =>
  typeof name === "string" ? name : name(state);

export const isEnabled = (command: Declared, state: AppState): boolean => command.isEnabled?.(state) ?? true;

/** Whether it can be done now. */
export const canRun = (command: Declared, state: AppState): boolean =>
  isEnabled(command, state) && (command.writes !== true || whyReadOnly(state) === null);

/** Carries it out, or says why that can't be in a store that is only read. */
export function runCommand(app: App, { writes, run }: Declared): void {
  if (writes !== true || mayWrite(app.getState())) run?.(app);
}

import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { keySeparators } from "../model/index.ts";
import { drafts } from "./drafts.ts";
import { call } from "./errors.ts";
import { fileTicket, key, storeId } from "./schemas.ts";

const theme = z.enum(["system", "light", "dark"]);
const editorFontSize = z.int().min(9).max(32);
const editorIndent = z.int().min(1).max(8);
/** Panel sizes by panel group, in percent. */
const layout = z.record(z.string(), z.array(z.number()));

/** Minutes between automatic snapshots; null turns them off. */
const autoSnapshotMinutes = z.int().min(1).max(10_080).nullable();
/** Unpinned snapshots that each store keeps; 0 keeps all. */
const maxSnapshots = z.int().min(0).max(1_000_000);
const cacheStrategy = z.enum(["none", "memory", "persistent", "tiered"]);
const deltaStrategy = z.enum(["none", "compress", "dict", "binary", "auto"]);
/** The share of a store's keys that one change may affect without a safety snapshot; 0 turns them off. */
const tripwirePercent = z.int().min(0).max(100);
/** Whether existing tags are suggested where a tag is typed. */
const tagSuggestions = z.boolean();
/** Which actions ask first: irreversible ones; those and the deletion of several keys; none. */
const confirmations = z.enum(["irreversible", "bulk", "never"]);

/** An ignore rule: what comparisons leave out of the values of some keys. */
const quietRule = z.object({
  /** The keys that it applies to: `*` matches any text. */
  keys: z.string().min(1).max(4096),
  /** Paths whose differences are ignored: names joined by dots, `*` for any one, `**` for any number of them. */
  ignoredPaths: z.array(z.string().max(4096)).max(1000),
  /** Members that identify items of arrays, tried before the usual ones. */
  idFields: z.array(z.string().max(4096)).max(100),
  ignoreOrder: z.boolean(),
});
export type QuietRule = z.infer<typeof quietRule>;
const quietRules = z.array(quietRule).max(200);

/** The preferences. Both shells keep them in the same file. They never contain data. */
export const preferences = z.object({
  theme: theme.default("system"),
  editorFontSize: editorFontSize.default(13),
  editorIndent: editorIndent.default(2),
  layout: layout.default({}),
  autoSnapshotMinutes: autoSnapshotMinutes.default(null),
  maxSnapshots: maxSnapshots.default(0),
  cacheStrategy: cacheStrategy.default("tiered"),
  deltaStrategy: deltaStrategy.default("auto"),
  tripwirePercent: tripwirePercent.default(20),
  tagSuggestions: tagSuggestions.default(true),
  confirmations: confirmations.default("irreversible"),
  quietRules: quietRules.default([]),
});
/** Absent members stay as they are, so no member has a default. */
const preferencesChange = z
  .object({
    theme,
    editorFontSize,
    editorIndent,
    layout,
    autoSnapshotMinutes,
    maxSnapshots,
    cacheStrategy,
    deltaStrategy,
    tripwirePercent,
    tagSuggestions,
    confirmations,
    quietRules,
  })
  .partial();
export type PreferencesChange = z.infer<typeof preferencesChange>;
export type Preferences = z.infer<typeof preferences>;

const valueMode = z.enum(["tree", "text"]);
const keyTree = z.boolean();

/**
 * The last view settings. They are kept with the preferences and apply to the next window; open windows do not change.
 */
export const remembered = z.object({
  /** A value as a tree of members and items, or as the text of them. */
  valueMode: valueMode.default("text"),
  /** Whether the keys are shown as a tree. */
  keyTree: keyTree.default(false),
});
export type Remembered = z.infer<typeof remembered>;
/** Absent members stay as they are. */
const rememberedChange = z.object({ valueMode, keyTree }).partial();
export type RememberedChange = z.infer<typeof rememberedChange>;

export const recentStore = z.object({
  /** An opaque id; the client passes it back to open the store. */
  id: z.string(),
  name: z.string(),
  /** For people; null if the client may not know it. */
  location: z.string().nullable(),
  /** Milliseconds since 1970-01-01 UTC. */
  openedAt: z.number(),
  /** False if the folder no longer exists. */
  available: z.boolean(),
  /** True if its last opening crashed or hung the engine; it is then not opened automatically. */
  suspect: z.boolean(),
});
export type RecentStore = z.infer<typeof recentStore>;

export const opened = z.object({
  store: storeId,
  name: z.string(),
  /** The last selected key of this store; it may no longer exist. */
  selectedKey: key.nullable().default(null),
  /** The separator of its tree of keys; null until a person has chosen one. */
  keySeparator: z.enum(keySeparators).nullable().default(null),
});
const chosenFile = z.object({ file: fileTicket, name: z.string(), bytes: z.int() });

/** Events from the shell: a menu item, a file from the command line or dropped on the icon. */
export const shellEvent = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("command"), command: z.string() }),
  z.object({ kind: z.literal("openFile"), file: fileTicket, name: z.string(), bytes: z.int() }),
  opened.extend({ kind: z.literal("opened") }),
  z.object({ kind: z.literal("preferences"), preferences }),
  /** The engine stopped and was restarted with the same stores and files under the same handles. */
  z.object({ kind: z.literal("engineRestarted"), message: z.string() }),
  /** Strata was open already and did not answer: it was ended at this start. */
  z.object({ kind: z.literal("replaced") }),
  /** The store that would have been shown was not opened: its last opening crashed or hung the engine. */
  z.object({ kind: z.literal("leftClosed"), name: z.string() }),
  /** The engine has not answered for 5 s, with its current task if known; null when it answers again. */
  z.object({
    kind: z.literal("engineStalled"),
    stall: z.object({ work: z.string().nullable() }).nullable(),
  }),
]);
export type ShellEvent = z.infer<typeof shellEvent>;

/** The calls of both shells: preferences, recent stores, and events. */
export const shellContract = {
  about: call.output(
    z.object({
      shell: z.enum(["desktop", "browser"]),
      version: z.string(),
      platform: z.string(),
      versions: z.record(z.string(), z.string()),
    }),
  ),
  events: call.output(eventIterator(shellEvent)),
  /** Answers at once, so that the page can check that main is alive. */
  ping: call.output(z.void()),
  /** Ends an engine that does not answer and starts another one, as after a crash. Otherwise does nothing. */
  stopEngine: call.output(z.void()),
  /** Writes a defect of the page to the log file. */
  report: call.input(z.object({ text: z.string().max(20_000) })).output(z.void()),
  preferences: {
    get: call.output(preferences),
    set: call.input(preferencesChange).output(preferences),
  },
  remembered: {
    get: call.output(remembered),
    set: call.input(rememberedChange).output(z.void()),
  },
  drafts,
  recents: {
    list: call.output(z.array(recentStore)),
    open: call.input(z.object({ id: z.string() })).output(opened),
    forget: call.input(z.object({ id: z.string() })).output(z.void()),
  },
  stores: {
    /** The store to open in this window, if any: the last one, or the command line's. */
    initial: call.output(opened.nullable()),
    /** Creates an empty store in Strata's own folder, under a free name made from this one. */
    create: call.input(z.object({ name: z.string().trim().min(1).max(100) })).output(opened),
    /** Creates a store with sample data and a few snapshots. */
    createSample: call.output(opened),
    close: call.input(z.object({ store: storeId })).output(z.void()),
    /** Reopens a read-only store with its present files; every window that has it open is notified. */
    reload: call.input(z.object({ store: storeId })).output(z.void()),
    /** Remembers the selected key, to select it when the store is opened again. */
    select: call.input(z.object({ store: storeId, key: key.nullable() })).output(z.void()),
    /** Remembers the separator of the tree of keys. */
    splitKeys: call.input(z.object({ store: storeId, separator: z.enum(keySeparators) })).output(z.void()),
  },
};

/** A command as the native menu shows it. */
const menuCommand = z.object({
  id: z.string(),
  label: z.string(),
  /** As in `Mod+Shift+K`. */
  shortcut: z.string().nullable(),
  isEnabled: z.boolean(),
});
export type MenuCommand = z.infer<typeof menuCommand>;

/** What only a desktop has. Each answer is null when the person cancelled. */
export const desktopContract = {
  /** Shows the native folder dialog and opens the folder as a store (an empty one becomes a store). */
  openFolder: call.output(opened.nullable()),
  chooseImport: call.output(chosenFile.nullable()),
  chooseExport: call
    .input(z.object({ suggestedName: z.string().max(200) }))
    .output(z.object({ file: fileTicket, name: z.string() }).nullable()),
  /** Tells the menu what its items say, and which can act now. */
  setCommands: call.input(z.object({ commands: z.array(menuCommand).max(200) })).output(z.void()),
  /** True while closing this window would lose something; closing then asks first. */
  setUnsaved: call.input(z.object({ unsaved: z.boolean() })).output(z.void()),
  /** The long job in this window, for the task bar and for the question before closing; null for none. */
  setWork: call
    .input(
      z
        .object({
          /** "Importing cities.json" */
          label: z.string().max(500),
          /** Between 0 and 1; null while the end is not known. */
          value: z.number().min(0).max(1).nullable(),
        })
        .nullable(),
    )
    .output(z.void()),
  showInFolder: call.input(z.object({ store: storeId })).output(z.void()),
  openExternal: call.input(z.object({ url: z.url() })).output(z.void()),
};

export type ShellContract = typeof shellContract;
export type DesktopContract = typeof desktopContract;

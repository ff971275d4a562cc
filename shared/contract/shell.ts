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

/** Minutes between automatic snapshots; null is none. */
const autoSnapshotMinutes = z.int().min(1).max(10_080).nullable();
/** Unpinned snapshots that each store keeps; 0 keeps all. */
const maxSnapshots = z.int().min(0).max(1_000_000);
const cacheStrategy = z.enum(["none", "memory", "persistent", "tiered"]);
const deltaStrategy = z.enum(["none", "compress", "dict", "binary", "auto"]);
/** The share of a store's keys that one step may change without a snapshot made before it; 0 makes none. */
const tripwirePercent = z.int().min(0).max(100);
/** Whether the tags in use are offered where a tag is typed. */
const tagSuggestions = z.boolean();
/** What asks before it is done: what can't be undone; that, and deleting several keys at once; nothing. */
const confirmations = z.enum(["irreversible", "bulk", "never"]);

/** What the differences of the values of some keys leave out. */
const quietRule = z.object({
  /** The keys that it is about: `*` stands for any text. */
  keys: z.string().min(1).max(4096),
  /** Paths whose differences are left out: names joined by dots, `*` for any one, `**` for any number of them. */
  ignoredPaths: z.array(z.string().max(4096)).max(1000),
  /** Members by which the items of arrays are told apart, before the usual ones. */
  idFields: z.array(z.string().max(4096)).max(100),
  ignoreOrder: z.boolean(),
});
export type QuietRule = z.infer<typeof quietRule>;
const quietRules = z.array(quietRule).max(200);

/** What a person sets once. Kept in one file that both shells share; never data. */
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
/** Absent members stay as they are, so nothing here has a default. */
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

/** How a person looked at things last. Kept with the preferences, but for the next window only: each goes on as it is. */
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
  /** An opaque name for the place; the client sends it back to open the store. */
  id: z.string(),
  name: z.string(),
  /** For people; null when the client may not know it. */
  location: z.string().nullable(),
  /** Milliseconds since 1970-01-01 UTC. */
  openedAt: z.number(),
  /** False when the folder is no longer there. */
  available: z.boolean(),
  /** True when its last opening crashed or hung the engine: it is not opened by itself. */
  suspect: z.boolean(),
});
export type RecentStore = z.infer<typeof recentStore>;

export const opened = z.object({
  store: storeId,
  name: z.string(),
  /** The key that was chosen when this store was on show last; it may be gone. */
  selectedKey: key.nullable().default(null),
  /** Where its keys are split as a tree; null until somebody chose it. */
  keySeparator: z.enum(keySeparators).nullable().default(null),
});
const chosenFile = z.object({ file: fileTicket, name: z.string(), bytes: z.int() });

/** What the surroundings ask of the app: a menu item, a file from the command line or dropped on the icon. */
export const shellEvent = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("command"), command: z.string() }),
  z.object({ kind: z.literal("openFile"), file: fileTicket, name: z.string(), bytes: z.int() }),
  opened.extend({ kind: z.literal("opened") }),
  z.object({ kind: z.literal("preferences"), preferences }),
  /** The engine stopped and was started again, with the same stores and files under the same handles. */
  z.object({ kind: z.literal("engineRestarted"), message: z.string() }),
  /** Strata was open already and did not answer: it was ended at this start. */
  z.object({ kind: z.literal("replaced") }),
  /** The store that would have been shown was not opened: its last opening crashed or hung the engine. */
  z.object({ kind: z.literal("leftClosed"), name: z.string() }),
  /** The engine has not answered for 5 s, with what it does as far as that is known; or null: it answers again. */
  z.object({
    kind: z.literal("engineStalled"),
    stall: z.object({ work: z.string().nullable() }).nullable(),
  }),
]);
export type ShellEvent = z.infer<typeof shellEvent>;

/** What both shells offer: preferences, the stores at hand, and events from the surroundings. */
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
  /** Answers at once: whether anything does is what the page wants to know. */
  ping: call.output(z.void()),
  /** Ends an engine that does not answer, and starts another one, as after a crash; else it does nothing. */
  stopEngine: call.output(z.void()),
  /** Writes a defect of the page down where a person finds it. */
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
    /** The store this window was started for, if any: the last one, or the command line's. */
    initial: call.output(opened.nullable()),
    /** A new, empty store beside the others that Strata keeps, under a free name made from this one. */
    create: call.input(z.object({ name: z.string().trim().min(1).max(100) })).output(opened),
    /** A new store with sample data and a few snapshots. */
    createSample: call.output(opened),
    close: call.input(z.object({ store: storeId })).output(z.void()),
    /** Shows a store that is only read as it is on disk now; every window that has it open hears of it. */
    reload: call.input(z.object({ store: storeId })).output(z.void()),
    /** Which key is chosen, to be chosen again when the store is opened the next time. */
    select: call.input(z.object({ store: storeId, key: key.nullable() })).output(z.void()),
    /** At what its keys are split, for the next time that the store is opened. */
    splitKeys: call.input(z.object({ store: storeId, separator: z.enum(keySeparators) })).output(z.void()),
  },
};

/** What only a desktop has. Each answer is null when the person cancelled. */
export const desktopContract = {
  /** The native dialog for a folder, then that folder opened as a store (made one, if it is empty). */
  openFolder: call.output(opened.nullable()),
  chooseImport: call.output(chosenFile.nullable()),
  chooseExport: call
    .input(z.object({ suggestedName: z.string().max(200) }))
    .output(z.object({ file: fileTicket, name: z.string() }).nullable()),
  /** Tells the menu what can be done now, so that an item is enabled only when it can act. */
  setCommands: call
    .input(
      z.object({
        enabled: z.array(z.string()),
        undoLabel: z.string().nullable(),
        redoLabel: z.string().nullable(),
      }),
    )
    .output(z.void()),
  /** True while closing this window would lose something; closing then asks first. */
  setUnsaved: call.input(z.object({ unsaved: z.boolean() })).output(z.void()),
  /** The long work under way in this window, for the task bar and for a question before closing; null for none. */
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

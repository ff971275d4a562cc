import type { Strata } from "../pages/strata.ts";

/** Every page of the app with something on it, and how to get there from a fresh start. */
export const pages: readonly { readonly name: string; readonly open: (strata: Strata) => Promise<void> }[] = [
  { name: "welcome", open: async () => {} },
  { name: "new store", open: (strata) => strata.welcome.createStore("Empty") },
  { name: "workbench", open: openSampleValue },
  {
    name: "unsaved edit",
    async open(strata) {
      await openSampleValue(strata);
      await strata.editor.writeAtEnd(" !");
    },
  },
  {
    name: "chosen snapshot",
    async open(strata) {
      await openSampleValue(strata);
      await strata.timeline.chooseOldest();
    },
  },
  {
    name: "past",
    async open(strata) {
      await openSampleValue(strata);
      await strata.timeline.chooseOldest();
      await strata.timeline.actOnChosen("View");
    },
  },
  { name: "compare", open: openComparison },
  {
    name: "restore",
    async open(strata) {
      await openSampleValue(strata);
      await strata.timeline.chooseOldest();
      await strata.timeline.actOnChosen("Restore…");
      await strata.restore.panel.waitFor();
    },
  },
  { name: "take snapshot", open: openByKeys("ControlOrMeta+Enter", "Take snapshot") },
  { name: "new key", open: openByKeys("ControlOrMeta+Shift+n", "New key") },
  { name: "palette", open: openByKeys("ControlOrMeta+k") },
  { name: "export", open: openByKeys("ControlOrMeta+e", "Export") },
  { name: "preferences", open: openByKeys("ControlOrMeta+,", "Preferences") },
  { name: "shortcuts", open: openByKeys("?", "Keyboard shortcuts") },
];

async function openSampleValue(strata: Strata): Promise<void> {
  await strata.welcome.openSample();
  await strata.explorer.keys.getByRole("option").first().click();
  await strata.editor.panel.getByRole("textbox").waitFor();
}

async function openComparison(strata: Strata): Promise<void> {
  await openSampleValue(strata);
  await strata.timeline.chooseOldest();
  await strata.timeline.actOnChosen("Compare with now");
  await strata.compare.detail.getByRole("treeitem").first().waitFor();
}

function openByKeys(keys: string, dialog?: string) {
  return async (strata: Strata) => {
    await strata.welcome.openSample();
    await strata.explorer.keys.getByRole("option").first().waitFor();
    await strata.page.keyboard.press(keys);
    await strata.page.getByRole("dialog", dialog === undefined ? {} : { name: dialog }).waitFor();
  };
}

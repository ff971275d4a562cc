import type { Locator } from "@playwright/test";
import type { Strata } from "../pages/strata.ts";

/** A page of the app with something on it. */
interface Page {
  readonly name: string;
  /** Gets there from where the page before it was left. */
  readonly open: (strata: Strata) => Promise<void>;
  /** Puts away what lies over the others. */
  readonly leave?: (strata: Strata) => Promise<void>;
}

/** Every page of the app, as ways through it that each begin at a fresh start. */
export const ways: readonly { readonly name: string; readonly pages: readonly Page[] }[] = [
  {
    name: "a value and its moments",
    pages: [
      { name: "welcome", open: (strata) => strata.welcome.heading.waitFor() },
      {
        name: "workbench",
        async open(strata) {
          await strata.welcome.openSample();
          await strata.explorer.keys.getByRole("option").first().click();
          await strata.editor.panel.getByRole("textbox").waitFor();
        },
      },
      {
        name: "chosen snapshot",
        async open({ timeline }) {
          await timeline.chooseOldest();
          await timeline.detail.getByRole("button", { name: "View" }).waitFor();
        },
      },
      {
        name: "past",
        async open({ timeline, page }) {
          await timeline.actOnChosen("View");
          await page.getByRole("region", { name: "Looking at the past" }).waitFor();
        },
        leave: ({ page }) => page.getByRole("button", { name: "Back to now" }).click(),
      },
      {
        name: "compare",
        async open({ timeline, compare }) {
          await timeline.actOnChosen("Compare with now");
          await compare.detail.getByRole("treeitem").first().waitFor();
        },
        leave: ({ compare }) => compare.close(),
      },
      {
        name: "restore",
        async open({ timeline, restore }) {
          await timeline.actOnChosen("Restore…");
          await restore.panel.getByRole("img").first().waitFor();
        },
        leave: (strata) => closeByEscape(strata, strata.restore.panel),
      },
      { name: "unsaved edit", open: ({ editor }) => editor.writeAtEnd(" !") },
    ],
  },
  {
    name: "an empty store, and what lies over the page",
    pages: [
      {
        name: "new store",
        async open(strata) {
          await strata.welcome.createStore("Empty");
          await strata.explorer.panel.waitFor();
        },
        leave: ({ page }) => page.keyboard.press("ControlOrMeta+Shift+x"),
      },
      { name: "welcome with a recent store", open: ({ welcome }) => welcome.recents.waitFor() },
      {
        name: "sample",
        async open(strata) {
          await strata.welcome.openSample();
          await strata.explorer.keys.getByRole("option").first().waitFor();
        },
      },
      dialog("take snapshot", "ControlOrMeta+Enter", "Take snapshot"),
      dialog("new key", "ControlOrMeta+Shift+n", "New key"),
      dialog("palette", "ControlOrMeta+k", "Find"),
      dialog("export", "ControlOrMeta+e", "Export"),
      dialog("preferences", "ControlOrMeta+,", "Preferences"),
      dialog("shortcuts", "?", "Keyboard shortcuts"),
    ],
  },
];

function dialog(name: string, keys: string, title: string): Page {
  const opened = ({ page }: Strata) => page.getByRole("dialog", { name: title, exact: true });
  return {
    name,
    async open(strata) {
      await strata.page.keyboard.press(keys);
      await opened(strata).waitFor();
    },
    leave: (strata) => closeByEscape(strata, opened(strata)),
  };
}

async function closeByEscape({ page }: Strata, overlay: Locator): Promise<void> {
  await page.keyboard.press("Escape");
  await overlay.waitFor({ state: "detached" });
}

import {
  type BaseWindow,
  dialog,
  type MenuItemConstructorOptions,
  type MessageBoxOptions,
  session,
  shell,
} from "electron";
import { reasonOf } from "../../shared/model/index.ts";
import { VERSION } from "../api/shell/version.ts";
import { compareVersions, latestRelease, type Release } from "./releases.ts";

/** Asks for the newest version only when a person chooses this item and agrees to the address; nothing else ever does. */
export function updatesItem(address: string): MenuItemConstructorOptions {
  return {
    id: "updates",
    label: "Check for Updates…",
    click: (_item, window) => void check(address, window),
  };
}

async function check(address: string, window: BaseWindow | undefined): Promise<void> {
  const show = (box: MessageBoxOptions) =>
    window ? dialog.showMessageBox(window, box) : dialog.showMessageBox(box);
  const agreed = await show({
    type: "question",
    message: `Ask ${URL.parse(address)?.host ?? address} for the newest version?`,
    detail: `Strata fetches ${address} once. It sends nothing about you or your data. Nothing is installed.`,
    buttons: ["Ask", "Cancel"],
    defaultId: 0,
    cancelId: 1,
  });
  if (agreed.response !== 0) return;
  let release: Release;
  try {
    // A session of its own, in memory: the page's may reach nothing, and this one keeps nothing.
    const apart = session.fromPartition("updates", { cache: false });
    release = await latestRelease(address, (url, init) => apart.fetch(url, init));
  } catch (error) {
    const detail = reasonOf(error);
    await show({ type: "warning", message: "The newest version could not be found out.", detail });
    return;
  }
  if (compareVersions(release.version, VERSION) <= 0) {
    await show({ type: "info", message: `Strata ${VERSION} is the newest version.` });
    return;
  }
  const { response } = await show({
    type: "info",
    message: `Strata ${release.version} is available.`,
    detail: `You have ${VERSION}. ${release.page} has the installers.`,
    buttons: ["Open Page", "Later"],
    defaultId: 0,
    cancelId: 1,
  });
  if (response === 0) await shell.openExternal(release.page);
}

import {
  app,
  type BaseWindow,
  clipboard,
  dialog,
  type MenuItemConstructorOptions,
  type MessageBoxOptions,
} from "electron";
import { VERSION } from "../api/shell/version.ts";

/** The versions for a report of a defect, line by line. */
export function versions(): readonly string[] {
  const { electron, chrome, node } = process.versions;
  return [
    `Strata ${VERSION}`,
    `Electron ${electron}`,
    `Chromium ${chrome}`,
    `Node ${node}`,
    `${process.platform} ${process.arch}`,
  ];
}

export function copyVersions(): void {
  clipboard.writeText(versions().join(", "));
}

/** On macOS the system's own panel, whose text can be selected. On other systems that panel shows only one version. */
export function aboutItem(): MenuItemConstructorOptions {
  if (process.platform !== "darwin") {
    return { id: "about", label: "About Strata", click: (_item, window) => void showAbout(window) };
  }
  const [, ...others] = versions();
  app.setAboutPanelOptions({
    applicationName: "Strata",
    applicationVersion: VERSION,
    // macOS shows the build in brackets, which would be Electron's version.
    version: "",
    credits: others.join("\n"),
  });
  return { id: "about", role: "about" };
}

async function showAbout(window: BaseWindow | undefined): Promise<void> {
  const [message = "", ...others] = versions();
  const box: MessageBoxOptions = {
    type: "info",
    title: "About Strata",
    message,
    detail: others.join("\n"),
    buttons: ["Copy", "OK"],
    defaultId: 1,
    cancelId: 1,
  };
  const { response } = await (window ? dialog.showMessageBox(window, box) : dialog.showMessageBox(box));
  if (response === 0) copyVersions();
}

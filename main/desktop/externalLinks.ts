import { type BrowserWindow, dialog, shell } from "electron";
import { failed } from "../api/failures.ts";
import { mayOpen } from "./externalAddress.ts";

/** Opens an address in the system's browser, after the person saw it and agreed. */
export async function openExternal(window: BrowserWindow, address: string): Promise<void> {
  if (!mayOpen(address))
    throw failed("INVALID_VALUE", "Only addresses that begin with https:// can be opened.");
  const { href } = new URL(address);
  const { response } = await dialog.showMessageBox(window, {
    type: "question",
    message: "Open this address in your browser?",
    detail: href.length > 500 ? `${href.slice(0, 500)}…` : href,
    buttons: ["Open", "Cancel"],
    defaultId: 0,
    cancelId: 1,
  });
  if (response === 0) await shell.openExternal(href);
}

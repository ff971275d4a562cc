import type { IpcMainEvent, IpcMainInvokeEvent } from "electron";

export const SCHEME = "app";
export const HOST = "strata";
export const ORIGIN = `${SCHEME}://${HOST}`;
export const ADDRESS = `${ORIGIN}/`;

/** True for a message from the main frame of our own page; frames inside it, and other pages, have no say. */
export function isFromPage(event: IpcMainEvent | IpcMainInvokeEvent): boolean {
  const { senderFrame, sender } = event;
  return senderFrame !== null && senderFrame === sender.mainFrame && senderFrame.origin === ORIGIN;
}

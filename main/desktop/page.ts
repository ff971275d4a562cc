import { app, type IpcMainEvent, type IpcMainInvokeEvent } from "electron";

export const SCHEME = "app";
export const HOST = "strata";
export const ORIGIN = `${SCHEME}://${HOST}`;
export const ADDRESS = `${ORIGIN}/`;

/** Where `npm run dev` serves the page from its sources; null in an installed app, whatever its environment says. */
export function pageUnderDevelopment(): string | null {
  return app.isPackaged ? null : (process.env["STRATA_DEV_PAGE"] ?? null);
}

/** True for a message from the main frame of our own page; frames inside it, and other pages, have no say. */
export function isFromPage(event: IpcMainEvent | IpcMainInvokeEvent): boolean {
  const { senderFrame, sender } = event;
  return senderFrame !== null && senderFrame === sender.mainFrame && senderFrame.origin === ORIGIN;
}

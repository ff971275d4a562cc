import { contextBridge, ipcRenderer, webUtils } from "electron";

/** What main answers when it is asked to take a file. */
type Taken =
  | { readonly file: string; readonly name: string; readonly bytes: number }
  | { readonly refused: string }
  /** It was a folder, and is open as a store. */
  | null;

/** The page asks for a port to one contract; main and the page each get an end of it. */
window.addEventListener("message", (event: MessageEvent<unknown>) => {
  if (event.source !== window || event.origin !== location.origin || typeof event.data !== "string") return;
  const contract = /^strata:connect:(engine|shell|desktop)$/.exec(event.data)?.[1];
  if (contract === undefined) return;
  const { port1, port2 } = new MessageChannel();
  ipcRenderer.postMessage("strata:connect", contract, [port1]);
  window.postMessage(`strata:port:${contract}`, location.origin, [port2]);
});

contextBridge.exposeInMainWorld("strataDesktop", {
  /** The page holds a file that was dropped; only here can its path be known, and the page never learns it. */
  async takeFile(file: File) {
    const taken: Taken = await ipcRenderer.invoke("strata:take-file", webUtils.getPathForFile(file));
    if (taken && "refused" in taken) throw new Error(taken.refused);
    return taken;
  },
});

import { contextBridge, ipcRenderer, webUtils } from "electron";

/** Main's answer to a submitted file. */
type Taken =
  | { readonly file: string; readonly name: string; readonly bytes: number }
  | { readonly refused: string }
  /** It was a folder, and is open as a store. */
  | null;

/** The page requests a port to one contract; main and the page each get one end of it. */
window.addEventListener("message", (event: MessageEvent<unknown>) => {
  if (event.source !== window || event.origin !== location.origin || typeof event.data !== "string") return;
  const contract = /^strata:connect:(engine|shell|desktop)$/.exec(event.data)?.[1];
  if (contract === undefined) return;
  const { port1, port2 } = new MessageChannel();
  ipcRenderer.postMessage("strata:connect", contract, [port1]);
  window.postMessage(`strata:port:${contract}`, location.origin, [port2]);
});

contextBridge.exposeInMainWorld("strataDesktop", {
  /** The page has a dropped file. Its path is known only here, and the page never learns it. */
  async takeFile(file: File) {
    const taken: Taken = await ipcRenderer.invoke("strata:take-file", webUtils.getPathForFile(file));
    if (taken && "refused" in taken) throw new Error(taken.refused);
    return taken;
  },
});

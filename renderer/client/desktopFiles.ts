import type { ContractRouterClient } from "@orpc/contract";
import type { DesktopContract } from "../../shared/contract/index.ts";
import type { ChosenFile, Files } from "./files.ts";

/** What the preload puts into the page, beside the ports. */
interface DesktopBridge {
  /** Gives a ticket for a file of this machine that was dropped; rejects for one that isn't on a disk. */
  takeFile(file: File): Promise<ChosenFile | null>;
}

declare global {
  interface Window {
    readonly strataDesktop?: DesktopBridge;
  }
}

/** Files by the system's dialogs; nothing is copied. */
export function desktopFiles(desktop: ContractRouterClient<DesktopContract>): Files {
  return {
    chooseImport: () => desktop.chooseImport(),
    async fromDrop(file) {
      const bridge = window.strataDesktop;
      if (!bridge) throw new Error("This window has no bridge to the desktop. Close it and open a new one.");
      return bridge.takeFile(file);
    },
    async saveAs(suggestedName) {
      const target = await desktop.chooseExport({ suggestedName });
      return target && { ...target, deliver: async () => {} };
    },
  };
}

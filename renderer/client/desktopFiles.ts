import type { ContractRouterClient } from "@orpc/contract";
import type { DesktopContract } from "../../shared/contract/index.ts";
import type { ChosenFile, Files } from "./files.ts";

/** The preload's API, besides the ports. */
interface DesktopBridge {
  /** Returns a ticket for a dropped file of this machine; rejects for one that is not on a disk. */
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

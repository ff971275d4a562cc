import { ipcMain, type MessagePortMain } from "electron";
import { reasonOf } from "../../shared/model/index.ts";
import type { FrameChannel } from "../api/frames/channel.ts";
import { contractHandler } from "../api/frames/handler.ts";
import { PortChannel } from "../api/frames/portChannel.ts";
import { serveFrames } from "../api/frames/serve.ts";
import type { Shell } from "../api/shell/shell.ts";
import { type ShellContext, shellRouter } from "../api/shell/shellHandlers.ts";
import type { AppWindow } from "./appWindow.ts";
import type { AppWindows } from "./appWindows.ts";
import { type DesktopContext, desktopRouter } from "./desktopHandlers.ts";
import { takePath } from "./files.ts";
import { isFromPage } from "./page.ts";

/** UTF-16 units of one message to the engine; main itself needs much less. */
const LARGEST_ENGINE_FRAME = 256 * 1024 ** 2;
const LARGEST_FRAME = 1024 ** 2;

export interface ConnectionOptions {
  readonly shell: Shell;
  readonly windows: AppWindows;
  readonly report: (error: unknown) => void;
}

/** Gives each window its ports, one for each contract. Only our own page gets one. */
export function acceptConnections({ shell, windows, report }: ConnectionOptions): void {
  const shellHandler = contractHandler<ShellContext>(shellRouter, report);
  const desktopHandler = contractHandler<DesktopContext>(desktopRouter, report);

  const connect = (contract: unknown, port: MessagePortMain, asking: AppWindow): void => {
    if (contract === "engine") {
      forwardEngine(shell, port).catch((error: unknown) => {
        report(error);
        port.close();
      });
    } else if (contract === "shell") {
      serveFrames(shellHandler, { shell, client: asking.client }, channelOf(port), report);
    } else if (contract === "desktop") {
      serveFrames(desktopHandler, { shell, windows, asking }, channelOf(port), report);
    } else {
      port.close();
    }
  };

  ipcMain.on("strata:connect", (event, contract: unknown) => {
    const [port] = event.ports;
    const asking = isFromPage(event) ? windows.of(event.sender) : undefined;
    if (port && asking) connect(contract, port, asking);
    else for (const refused of event.ports) refused.close();
  });

  ipcMain.handle("strata:take-file", async (event, path: unknown) => {
    if (!isFromPage(event)) return { refused: "This page may not open files." };
    if (typeof path !== "string" || path === "") return { refused: "This is not a file on a disk." };
    const asking = windows.of(event.sender);
    if (!asking) return { refused: "This page may not open files." };
    try {
      const taken = await takePath(shell, asking.client, path);
      if (taken.kind === "openFile") return { file: taken.file, name: taken.name, bytes: taken.bytes };
      asking.client.events.tell(taken);
      return null;
    } catch (error) {
      return { refused: reasonOf(error) };
    }
  });
}

/** Forwards the engine's frames both ways without parsing them. */
async function forwardEngine(shell: Shell, port: MessagePortMain): Promise<void> {
  const engine = new PortChannel(await shell.host.connect({ bytes: false }));
  engine.onClose(() => port.close());
  engine.onFrame((frame) => port.postMessage(frame));
  port.on("close", () => engine.close());
  port.on("message", ({ data }: { readonly data: unknown }) => {
    if (typeof data === "string" && data.length <= LARGEST_ENGINE_FRAME) void engine.send(data);
    else port.close();
  });
  port.start();
}

function channelOf(port: MessagePortMain): FrameChannel {
  return {
    async send(frame) {
      port.postMessage(frame);
    },
    onFrame(listener) {
      port.on("message", ({ data }: { readonly data: unknown }) => {
        if (typeof data === "string" && data.length <= LARGEST_FRAME) void listener(data);
        else port.close();
      });
      port.start();
    },
    onClose: (listener) => port.on("close", listener),
    close: () => port.close(),
  };
}

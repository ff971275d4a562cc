import { createORPCClient } from "@orpc/client";
import type { ContractRouterClient } from "@orpc/contract";
import type { DesktopContract, EngineContract, ShellContract } from "../../shared/contract/index.ts";
import { browserFilesWith } from "./browserFiles.ts";
import { type Connection, ConnectionBoard } from "./connection.ts";
import { desktopFiles } from "./desktopFiles.ts";
import type { Files } from "./files.ts";
import { takePageKey } from "./pageKey.ts";
import { openPort } from "./portTransport.ts";
import { ReconnectingLink } from "./reconnectingLink.ts";
import { socketsWith } from "./socketTransport.ts";
import type { ContractName } from "./transport.ts";

export type EngineClient = ContractRouterClient<EngineContract>;
export type ShellClient = ContractRouterClient<ShellContract>;
export type DesktopClient = ContractRouterClient<DesktopContract>;

/** The calls that the page can make. */
export interface StrataClient {
  readonly shellKind: "desktop" | "browser";
  readonly engine: EngineClient;
  readonly shell: ShellClient;
  /** Null in a browser. */
  readonly desktop: DesktopClient | null;
  readonly files: Files;
  readonly connection: Connection;
}

/** Connects this page to its shell. Calls may be made at once; they wait for the connection. */
export async function connect(): Promise<StrataClient> {
  const isDesktop = location.protocol === "app:";
  const key = isDesktop ? null : await takePageKey();
  const open = isDesktop ? openPort : socketsWith(key);
  const connection = new ConnectionBoard();
  const linkTo = (contract: ContractName) =>
    new ReconnectingLink(
      () => open(contract),
      (state) => connection.report(contract, state),
    );

  const engine = createORPCClient<EngineClient>(linkTo("engine"));
  const shell = createORPCClient<ShellClient>(linkTo("shell"));
  const desktop = isDesktop ? createORPCClient<DesktopClient>(linkTo("desktop")) : null;
  return {
    shellKind: isDesktop ? "desktop" : "browser",
    engine,
    shell,
    desktop,
    files: desktop ? desktopFiles(desktop) : browserFilesWith(key),
    connection,
  };
}

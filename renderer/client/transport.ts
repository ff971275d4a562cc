import type { ClientContext, ClientLink } from "@orpc/client";

/** One connection that carries calls of one contract. */
export interface Transport {
  readonly link: ClientLink<ClientContext>;
  /** Resolves when the connection is closed, by either side. Never rejects. */
  readonly closed: Promise<void>;
  close(): void;
}

/** The contracts that a window can connect to. */
export type ContractName = "engine" | "shell" | "desktop";

/** Opens a connection; rejects if the other side does not answer. */
export type OpenTransport = (contract: ContractName) => Promise<Transport>;

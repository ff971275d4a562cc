import type { ClientContext, ClientLink } from "@orpc/client";

/** One live connection that carries calls of one contract. */
export interface Transport {
  readonly link: ClientLink<ClientContext>;
  /** Settles when the connection is gone, whoever ended it. Never rejects. */
  readonly closed: Promise<void>;
  close(): void;
}

/** The contracts that a window may have a connection for. */
export type ContractName = "engine" | "shell" | "desktop";

/** Makes a new connection; rejects when the other side isn't there. */
export type OpenTransport = (contract: ContractName) => Promise<Transport>;

export {
  connect,
  type DesktopClient,
  type EngineClient,
  type ShellClient,
  type StrataClient,
} from "./client.ts";
export { type Connection, ConnectionLostError, type ConnectionState } from "./connection.ts";
export { failureOf, isCancelled, messageOf } from "./failure.ts";
export type { ChosenFile, ExportTarget, Files, TakeOptions } from "./files.ts";
export { type Follower, follow } from "./follow.ts";
export { type PulseOptions, takePulse } from "./pulse.ts";

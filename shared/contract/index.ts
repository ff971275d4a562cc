export * from "./engine.ts";
export * from "./errors.ts";
export * from "./shell.ts";
export type { ImportPlan, Progress } from "./transfer.ts";
export { importPlan } from "./transfer.ts";

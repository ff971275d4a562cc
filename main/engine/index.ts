export { createEnhancedPersistence } from "./createEnhancedPersistence.ts";
export * from "./errors.ts";
export type * from "./persistence.ts";

export * from "./brand.ts";
export * from "./difference.ts";
export * from "./entry.ts";
export * from "./keyOrder.ts";
export * from "./moment.ts";
export * from "./revision.ts";
export * from "./snapshot.ts";
export * from "./store.ts";

import type { Figures } from "./figures.ts";
export function writePage(_: Figures): void {}

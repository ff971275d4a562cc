import type { Key, StoreStatus } from "../../../shared/model/index.ts";
import { stepSentence } from "../../state/steps.ts";
import { visibleName } from "../../ui/index.ts";

/** What is said where a value has no step to take back or do again. */
export function nothingTo(way: "undo" | "redo", name: Key, status: StoreStatus | null): string {
  const step = status?.[way];
  const rest = step
    ? ` The ${way} button in the title bar ${way === "undo" ? "takes back" : "does again"} the ${stepSentence(step)}.`
    : "";
  return `You have no edit of ${visibleName(name)} to ${way}.${rest}`;
}

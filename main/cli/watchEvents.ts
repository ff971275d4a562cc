import type { SnapshotRule, WatchEvent, WatchState, WatchStatus } from "../engine/index.ts";

/** The events of a watched file. */
export type WatchReport =
  | WatchEvent
  | { readonly kind: "watching"; readonly status: WatchStatus; readonly store: string }
  | { readonly kind: "state"; readonly state: WatchState }
  | { readonly kind: "polling"; readonly reason: string };

/** An event as a line of JSON and as a line for people. */
export function describeEvent(
  event: WatchReport,
  name: string,
): { readonly json: string; readonly line: string } {
  switch (event.kind) {
    case "watching": {
      const { path, rule } = event.status;
      return {
        json: JSON.stringify({ event: "watching", file: path, store: event.store, rule: ruleWord(rule) }),
        line: `Watching ${path}; its history is in ${event.store}. Ctrl+C ends it.`,
      };
    }
    case "imported": {
      const { revision, snapshot, collided } = event;
      const how = collided
        ? `another program's change of ${name} at the same moment as Strata's, now the present`
        : `imported from ${name}`;
      return {
        json: JSON.stringify({ event: "imported", revision, snapshot, collided }),
        line: `r${revision}: ${how}${snapshot === null ? "" : `, snapshot ${snapshot}`}.`,
      };
    }
    case "wrote":
      return {
        json: JSON.stringify({ event: "wrote", revision: event.revision }),
        line: `r${event.revision}: written to ${name}.`,
      };
    case "polling":
      return {
        json: JSON.stringify({ event: "polling", reason: event.reason }),
        line: `The system reports no changes of ${name} (${event.reason}). Its date is checked four times a second instead.`,
      };
    case "state": {
      const { kind, ...why } = event.state;
      return {
        json: JSON.stringify({ event: "state", state: kind, ...why }),
        line: stateLine(event.state, name),
      };
    }
  }
}

function stateLine(state: WatchState, name: string): string {
  switch (state.kind) {
    case "inStep":
      return `${name} and the store are equal.`;
    case "noFile":
      return `${name} was deleted, so the store is empty. A restore writes it again.`;
    case "unreadable":
      return `${name} is not JSON at the moment: ${state.message} The store stays as it was.`;
    case "elsewhere":
      return `${name} is watched by another process. This one continues when that one ends.`;
    case "failed":
      return `${name} cannot be read or written at the moment: ${state.message}`;
  }
}

function ruleWord(rule: SnapshotRule): string {
  if (rule.kind === "interval") return `minutes:${rule.minutes}`;
  return rule.kind === "never" ? "manual" : "every";
}
